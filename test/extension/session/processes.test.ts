import assert from "node:assert/strict";
import { processGroups } from "../../../extension/session/processItems";
import { launchOf, processTitle, type PythonProcess } from "../../../extension/session/processes";

const process: PythonProcess = {
  pid: 4711,
  parent: 1,
  command: ["python3", "/srv/app/serve.py", "--port", "80"],
  executable: "/usr/bin/python3.13",
  cwd: "/srv",
  version: "3.13.0",
  virtualEnvironment: "/srv/.venv",
  cpuPercent: 12,
  startedAt: "2026-03-01T10:00:00.000Z",
  user: "ann",
  container: "docker 3f1c0a9be2d4",
  state: "ready",
  reason: "",
  refusal: null,
};

describe("processTitle", () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["python3", "/srv/app/serve.py", "-m", "x"], "serve.py"],
    [["python3", "-u", "serve.py"], "serve.py"],
    [["python3", "-m", "http.server", "80"], "http.server"],
    [["python3", "-um", "x"], "x"],
    [["python3", "-X", "x=off", "/e/debugpy", "--connect", "1:2", "--wait-for-client", "--configure-qt", "none", "/w/team.py", "-v"], "team.py"],
    [["python3", "-m", "debugpy", "--listen", "5678", "-m", "http.server"], "http.server"],
    [["python3", "-m", "debugpy", "--version"], "debugpy"],
    [["python3", "/e/debugpy/launcher", "1234", "--", "/w/team.py"], "launcher"],
    [["python3", "-c", "import time"], "process 4711"],
    [["python3"], "process 4711"],
    [[], "process 4711"],
  ];
  for (const [command, title] of cases) {
    it(`${command.join(" ") || "nothing"} → ${title}`, () => assert.equal(processTitle({ pid: 4711, command }), title));
  }
});

describe("launchOf", () => {
  const place = { cwd: "/srv", pythonArgs: [], env: {} };

  it("a script, from where it was started", () => {
    const found = launchOf({ ...process, command: [".venv/bin/python", "serve.py", "-v"] });
    const expected = { ...place, python: "/srv/.venv/bin/python", script: "/srv/serve.py", isModule: false, args: ["-v"] };
    assert.deepEqual(found, expected);
  });

  it("a module, by the interpreter that a bare name meant", () => {
    const found = launchOf({ ...process, command: ["python3", "-m", "http.server", "80"] });
    const expected = { ...place, python: "/usr/bin/python3.13", script: "http.server", isModule: true, args: ["80"] };
    assert.deepEqual(found, expected);
  });

  it("with Python's own options, and its environment without what belongs to the terminal", () => {
    const environment = { DATABASE: "x", TERM: "xterm", TERM_PROGRAM: "y", VSCODE_PID: "1", PWD: "/", PATH: "/b" };
    const found = launchOf({ ...process, command: ["python3", "-u", "-X", "dev", "serve.py"] }, environment);
    assert.deepEqual([found?.pythonArgs, found?.script], [["-u", "-X", "dev"], "/srv/serve.py"]);
    assert.deepEqual(found?.env, { DATABASE: "x", PATH: "/b" });
  });

  it("nothing where the command line does not tell: code, a prompt, private folders", () => {
    assert.equal(launchOf({ ...process, command: ["python3"] }), null);
    assert.equal(launchOf({ ...process, command: ["python3", "-c", "1"] }), null);
    assert.equal(launchOf({ ...process, cwd: null }), null);
  });
});

describe("process picker", () => {
  const now = new Date("2026-03-01T12:00:00.000Z");
  const groups = processGroups(
    [
      { ...process, pid: 1, cpuPercent: 0, startedAt: "2026-03-01T09:00:00.000Z" },
      { ...process, pid: 2, cpuPercent: 0 },
      process,
      { ...process, pid: 3, state: "unsupported", version: "3.7.1", reason: "Process 3 runs Python 3.7.1, which is too old.", command: ["/b/python3.7", "-c", "a\n b"] },
      { ...process, pid: 4, state: "needsRights", version: null, reason: "Process 4 belongs to another user (ann). More." },
    ],
    now,
  );

  it("has a group for each state, in each the busiest first, then the newest", () => {
    assert.deepEqual(
      groups.map(({ heading, rows }) => [heading, rows.map(({ process }) => process.pid)]),
      [
        ["Ready", [4711, 2, 1]],
        ["Needs rights", [4]],
        ["Cannot be sampled", [3]],
      ],
    );
  });

  it("tells all that is known of a process", () => {
    const [{ label, description, detail }] = groups[0].rows;
    assert.equal(label, "$(play-circle) serve.py");
    for (const part of ["4711", "Python 3.13.0", "12 % CPU", "since ", "ann", "docker 3f1c0a9be2d4", "/srv/.venv"])
      assert.ok(description.includes(part), `${part} is not in ${description}`);
    assert.equal(detail, "python3 /srv/app/serve.py --port 80");
  });

  it("says why one is not ready", () => {
    assert.equal(groups[1].rows[0].detail, "Belongs to another user (ann) · python3 /srv/app/serve.py --port 80");
    assert.doesNotMatch(groups[1].rows[0].description, /null/);
    assert.equal(groups[2].rows[0].detail, "Runs Python 3.7.1, which is too old · python3.7 -c a b");
    assert.equal(groups[2].rows[0].label, "$(circle-slash) python3.7");
  });
});
