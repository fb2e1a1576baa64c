import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { EventKind } from "../../sampler/wire";
import { readRecording, startTachyon, tachyon, until } from "../live/tachyon";
import { interpreterOrSkip } from "../support/interpreters";

const TARGET = path.join(__dirname, "targets", "signalled.py");
const SIGNALS = 200;
/** Holds the process that its argument names, as a debugger does, until its input ends. */
const TRACER = `
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
PTRACE_SEIZE = 0x4206
print(libc.ptrace(PTRACE_SEIZE, int(sys.argv[1]), None, None), flush=True)
sys.stdin.read()
`;

for (const version of ["3.11", "3.15"] as const) {
  for (const option of ["--exact", "--blocking"]) {
    describe(`a CPython ${version} held with ${option}`, function () {
      this.timeout(60_000);
      let python: string;
      let folder: string;
      let target: ChildProcess;

      before(function () {
        python = interpreterOrSkip(this, version);
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-held-"));
      });

      afterEach(() => target?.kill("SIGKILL"));
      after(() => folder && fs.rmSync(folder, { recursive: true }));

      async function startTarget(): Promise<number> {
        target = spawn(python, [TARGET, String(SIGNALS)], { stdio: ["ignore", "pipe", "inherit"] });
        await once(target.stdout!, "data");
        return target.pid!;
      }

      function stateOf(pid: number): { readonly state: string; readonly tracer: string } {
        const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
        const value = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, "m").exec(status)![1];
        return { state: value("State"), tracer: value("TracerPid") };
      }

      it("loses no signal, and is left as it was", async () => {
        const pid = await startTarget();
        const file = path.join(folder, "signals.tachyon");
        const sampling = startTachyon(["attach", option, "-r", "5khz", "-o", file, String(pid)]);
        await until("the first stop", () => fs.existsSync(file) && readRecording(file, "cut").statistics.stops > 0);
        const printed = once(target.stdout!, "data");
        const exited = once(target, "exit");
        const send = `import os, signal, sys\nfor _ in range(${SIGNALS}): os.kill(${pid}, signal.SIGRTMIN)`;
        execFileSync(python, ["-c", send]);
        assert.equal(String((await printed)[0]).trim(), String(SIGNALS));
        assert.deepEqual(await exited, [3, null]);
        assert.equal((await sampling.ended).code, 0);
        const { samples, stops, stopped } = readRecording(file).statistics;
        assert.ok(samples > 0 && stops > 0 && stopped > 0, JSON.stringify({ samples, stops, stopped }));
      });

      it("goes on when the sampler is killed", async () => {
        const pid = await startTarget();
        const file = path.join(folder, "killed.tachyon");
        const sampling = startTachyon(["attach", option, "-r", "10khz", "-o", file, String(pid)]);
        await until("the first stop", () => fs.existsSync(file) && readRecording(file, "cut").statistics.stops > 0);
        sampling.process.kill("SIGKILL");
        await sampling.ended;
        await until("the target to run on", () => stateOf(pid).tracer === "0" && stateOf(pid).state === "R");
      });

      it("ends with its own exit code when it was launched", async () => {
        const file = path.join(folder, "launched.tachyon");
        const end = await tachyon(["run", option, "-r", "5khz", "--python", python, "-o", file, TARGET, "0"]);
        assert.equal(end.code, 3, end.stderr);
      });

      it("is sampled all the same while a debugger traces it, which is said once", async () => {
        const pid = await startTarget();
        const tracer = spawn(python, ["-c", TRACER, String(pid)], { stdio: ["pipe", "pipe", "inherit"] });
        try {
          assert.equal(String((await once(tracer.stdout, "data"))[0]).trim(), "0");
          const file = path.join(folder, "traced.tachyon");
          const end = await tachyon(["attach", option, "-d", "1", "-o", file, String(pid)]);
          assert.equal(end.code, 0, end.stderr);
          const { events, statistics } = readRecording(file);
          const notes = events.filter(({ kind }) => kind === EventKind.Note).map(({ text }) => text);
          assert.equal(notes.filter((text) => text.includes("traced by another program")).length, 1, notes.join());
          assert.ok(statistics.samples > 0);
          assert.equal(statistics.stops, 0);
        } finally {
          tracer.stdin.end();
          await once(tracer, "exit");
        }
      });
    });
  }
}
