import assert from "node:assert/strict";
import type { Command } from "commander";
import { buildProgram } from "../../../sampler/cli/commands";

const WIDTH = 80;

/** What `--help` prints on a terminal of 80 columns, examples included. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (piece) => void (text += piece), getOutHelpWidth: () => WIDTH });
  command.outputHelp();
  return text;
}

describe("--help", () => {
  const program = buildProgram(async () => {});

  for (const command of [program, ...program.commands]) {
    it(`of ${command.name()} fits a terminal, and has an example`, () => {
      const text = helpOf(command);
      assert.deepEqual(text.split("\n").filter((line) => line.length > WIDTH), []);
      if (command.name() !== "ps") assert.match(text, /\nExamples?.*:\n {2}\S*.*tachyon /);
    });
  }

  it("begins what it says of options in lower case, names apart", () => {
    const said = program.commands.flatMap(({ options }) => options.map(({ description }) => description));
    assert.deepEqual(said.filter((text) => /^[A-Z]/.test(text) && !/^(V8|Chrome)'s /.test(text)), []);
  });

  it("has --kill-after-duration where a program is started only", () => {
    const has = program.commands.filter(({ options }) => options.some(({ long }) => long === "--kill-after-duration"));
    assert.deepEqual(has.map((command) => command.name()), ["run"]);
  });

  it("groups the options of run", () => {
    const headings = helpOf(program.commands.find((command) => command.name() === "run")!).match(/^\S.*:$/gm);
    assert.deepEqual(headings, [
      ...["Arguments:", "Options:", "Python:", "Sampling configuration:", "Mode options:"],
      ...["Output formats (default: a table on the terminal):", "Output options:", "Table options:", "Examples:"],
    ]);
  });
});
