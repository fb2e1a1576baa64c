import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { EventKind } from "../../sampler/wire";
import { interpreterOrSkip, isReleaseOf, supportedVersions } from "../support/interpreters";
import { readRecording, startTachyon, tachyon, until } from "./tachyon";

const TICKER = path.join(__dirname, "..", "lifetime", "targets", "ticker.py");

for (const version of supportedVersions) {
  describe(`attaching to CPython ${version}`, function () {
    this.timeout(30_000);
    let folder: string;
    let recording: string;
    let stop: string;
    let target: ChildProcess;

    beforeEach(async function () {
      const python = interpreterOrSkip(this, version);
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-attach-"));
      recording = path.join(folder, "recording.tachyon");
      stop = path.join(folder, "stop");
      target = spawn(python, [TICKER, stop], { stdio: ["ignore", "pipe", "inherit"] });
      await once(target.stdout!, "data");
    });

    afterEach(() => {
      if (!folder) return;
      target.kill("SIGKILL");
      fs.rmSync(folder, { recursive: true });
    });

    /** Ends the target and resolves with its exit code. */
    async function endTarget(): Promise<unknown> {
      const exited = once(target, "exit");
      fs.writeFileSync(stop, "");
      return (await exited)[0];
    }

    it("samples for the duration, detaches, and the program goes on", async () => {
      const end = await tachyon(["attach", "-d", "0.4", "-o", recording, String(target.pid)]);
      assert.equal(end.code, 0, end.stderr);
      assert.match(end.stdout, /^Captured \d+ samples? in \d\.\d\d seconds\nSample rate: /);
      assert.equal(target.exitCode, null);
      assert.equal(await endTarget(), 4);
      const { statistics, properties, events } = readRecording(recording);
      assert.ok(statistics.samples > 0 && statistics.time > 0.3e9, JSON.stringify(statistics));
      assert.ok(isReleaseOf(version, properties.get("python")), properties.get("python"));
      assert.deepEqual(JSON.parse(properties.get("command")!).slice(1), [TICKER, stop]);
      assert.ok(events.some(({ kind }) => kind === EventKind.DurationReached));
    });

    it("ends with the program", async () => {
      const { ended } = startTachyon(["attach", "-o", recording, String(target.pid)]);
      await until("a sample is in the recording", () => samplesIn(recording) > 0);
      await endTarget();
      const end = await ended;
      assert.equal(end.code, 0, end.stderr);
      assert.ok(readRecording(recording).statistics.samples > 0);
    });

    it("ends when interrupted, and the program goes on", async () => {
      const { process: command, ended } = startTachyon(["attach", "-o", recording, String(target.pid)]);
      await until("a sample is in the recording", () => samplesIn(recording) > 0);
      command.kill("SIGINT");
      const end = await ended;
      assert.equal(end.code, 0, end.stderr);
      assert.match(end.stdout, /^Interrupted by user\.\nCaptured /);
      assert.equal(target.exitCode, null);
      assert.ok(readRecording(recording).statistics.samples > 0);
    });
  });
}

function samplesIn(file: string): number {
  const isBegun = fs.existsSync(file) && fs.statSync(file).size > 0;
  return isBegun ? readRecording(file, "cut").statistics.samples : 0;
}
