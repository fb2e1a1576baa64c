import assert from "node:assert/strict";
import { parsePythonCommand } from "../../../sampler/host/pythonCommand";

describe("the command line of a Python", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["py x.py -m y", "script x.py | -m y | "],
    ["py -u -X dev x.py", "script x.py |  | -u -X dev"],
    ["py -Xdev -Werror x.py a", "script x.py | a | -Xdev -Werror"],
    ["py -W error -OO x.py", "script x.py |  | -W error -OO"],
    ["py -uX dev x.py", "script x.py |  | -uX dev"],
    ["py --check-hash-based-pycs always x.py", "script x.py |  | --check-hash-based-pycs always"],
    ["py -m http.server 80", "module http.server | 80 | "],
    ["py -um app a", "module app | a | -u"],
    ["py -X dev -mapp -x", "module app | -x | -X dev"],
    ["py -c 1 x.py", "other  |  | "],
    ["py -uc 1", "other  |  | "],
    ["py -m", "other  |  | "],
    ["py - x", "other  |  | "],
    ["py", "other  |  | "],
    ["", "other  |  | "],
  ];
  for (const [line, expected] of cases) {
    it(line || "nothing", () => {
      const { kind, target, args, options } = parsePythonCommand(line.split(" ").filter(Boolean));
      assert.equal(`${kind} ${target} | ${args.join(" ")} | ${options.join(" ")}`, expected);
    });
  }
});
