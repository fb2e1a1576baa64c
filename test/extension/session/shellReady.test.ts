import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { shellReady } from "../../../extension/session/shellReady";
import { anyInterpreterOrSkip } from "../../support/interpreters";
import { PseudoTerminal } from "../../support/pseudoTerminal";

describe("a shell that is to be typed into", function () {
  this.timeout(30_000);
  let folder: string;
  let terminal: PseudoTerminal | undefined;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "tachyon-shell-"))));
  afterEach(async () => {
    terminal?.close();
    await terminal?.ended;
    rmSync(folder, { recursive: true, force: true });
  });

  /** A shell that takes its time to start; gives its process id. */
  async function start(context: Mocha.Context): Promise<number> {
    const file = path.join(folder, "rc");
    writeFileSync(file, "PS1='$ '; echo starting; sleep 0.7\n");
    const command = ["bash", "--noprofile", "--rcfile", file, "-i"];
    terminal = new PseudoTerminal(anyInterpreterOrSkip(context), command, { columns: 80, rows: 10 });
    await terminal.shows("starting");
    return terminal.pid();
  }

  it("is waited for, so that a command stands there once", async function () {
    const shell = await start(this);
    await shellReady(shell, () => false);
    terminal!.type("sudo true");
    await terminal!.shows("$ sudo true");
    assert.equal(terminal!.text.split("sudo true").length - 1, 1, terminal!.text);
  });

  it("is not waited for when its terminal is closed", async function () {
    const shell = await start(this);
    let looks = 0;
    await shellReady(shell, () => ++looks > 1);
    assert.ok(!terminal!.text.includes("$ "), terminal!.text);
  });
});
