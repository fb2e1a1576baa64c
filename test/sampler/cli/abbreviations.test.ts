import assert from "node:assert/strict";
import { writeOut } from "../../../sampler/cli/abbreviations";
import { buildProgram } from "../../../sampler/cli/commands";

describe("options that are cut short", () => {
  const program = buildProgram(async () => {});
  const cases: [string, string][] = [
    ["run --flame -o page.html app.py", "run --flamegraph -o page.html app.py"],
    ["run --samp=5khz --nat --opc app.py --flame", "run --sampling-rate=5khz --native --opcodes app.py --flame"],
    ["run --sort --flame app.py", "run --sort --flame app.py"],
    ["run -X --flame --flame app.py", "run -X --flame --flamegraph app.py"],
    ["run --all -m --dur 3 pip --ver", "run --all-threads -m --duration 3 pip --ver"],
    ["run -- --flame", "run -- --flame"],
    ["attach 4711 --flame", "attach 4711 --flamegraph"],
    ["replay --no-s in.bin --diff old.bin", "replay --no-summary in.bin --diff-flamegraph old.bin"],
    ["run --native --nosuch app.py", "run --native --nosuch app.py"],
    ["run --str app.py", "run --str app.py"],
    ["--version", "--version"],
  ];
  for (const [short, whole] of cases) {
    it(short, () => assert.equal(writeOut(program, short.split(" ")).join(" "), whole));
  }

  it("are refused when several begin so, each by name", () => {
    assert.throws(() => writeOut(program, ["run", "--async", "app.py"]), /--async' is ambiguous: --async-aware, --async-mode/);
  });
});
