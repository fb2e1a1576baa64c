import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { buildProgram } from "../../../sampler/cli/commands";
import { completionScript, shells, type Shell } from "../../../sampler/cli/completions";

const run = promisify(execFile);

/** What each shell offers after a line; it has to be among what it lists. */
const CASES: readonly [line: string, offered: readonly string[]][] = [
  ["tachyon re", ["replay"]],
  ["tachyon run --mode ", ["wall", "cpu", "gil", "exception"]],
  ["tachyon run --sampl", ["--sampling-rate"]],
  ["tachyon replay --flame", ["--flamegraph"]],
  ["tachyon attach --sort cum", ["cumtime", "cumul-pct"]],
  ["tachyon run -d 3 --comp", ["--compression"]],
  ["tachyon completion ", ["bash", "zsh", "fish"]],
  ["tachyon run scr", ["script.py"]],
];

/** How to ask a shell what it offers after a line, in the folder it is started in. */
const ASK: Readonly<Record<Shell, (script: string, line: string) => string>> = {
  bash: (script, line) => `
    source ${script}
    # Files are readline's own matter, which only an interactive shell has.
    compopt() { if [[ $* == *default* ]]; then compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"; fi; }
    read -ra COMP_WORDS <<< '${line}'
    if [[ '${line}' == *' ' ]]; then COMP_WORDS+=(""); fi
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    _tachyon
    printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (script, line) => `source ${script}; complete -C '${line}'`,
  // A terminal of its own, in which Tab is pressed at the prompt; reading waits for what is expected.
  zsh: (script, line) => `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "stty columns 200; autoload -Uz compinit; compinit -u -D; source ${script}; PS1=rea''dy:"
    zpty -r -m shell out '*ready:*'
    out=""
    zpty -w -n shell '${line}'$'\\t'
    for word in ${CASES.find(([text]) => text === line)![1].join(" ")}; do
      if [[ $out != *$word* ]]; then zpty -r -m shell more "*$word*"; out+=$more; fi
    done
    print -r -- $out | tr -s '[:space:]' '\\n'`,
};

describe("completions", function () {
  this.timeout(20_000);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-completions-"));
    fs.writeFileSync(path.join(folder, "script.py"), "");
    const program = buildProgram(async () => {});
    for (const shell of shells) fs.writeFileSync(path.join(folder, `_${shell}`), completionScript(shell, program));
  });

  after(() => fs.rmSync(folder, { recursive: true }));

  for (const shell of shells) {
    describe(`of ${shell}`, () => {
      before(function () {
        if (spawnSync(shell, ["-c", "exit 0"]).status === 0) return;
        if (process.env.CI) throw new Error(`${shell} is not here`);
        console.log(`      skipped: ${shell} is not here; npm test installs it`);
        this.skip();
      });

      for (const [line, offered] of CASES) {
        it(`'${line}' → ${offered.join(", ")}`, async () => {
          const ask = ASK[shell](path.join(folder, `_${shell}`), line);
          const { stdout } = await run(shell, ["-c", ask], { cwd: folder, timeout: 15_000 });
          const words = stdout.split(/\s+/).map((word) => word.replace(/\x1b\[[\d;?]*[a-zA-Z]|\x07/g, "").replace(/=+$/, ""));
          for (const word of offered) assert.ok(words.some((found) => found.endsWith(word)), `${word} in: ${stdout}`);
        });
      }
    });
  }

  it("of bash offer no options of ours after the program's name", async () => {
    const ask = ASK.bash(path.join(folder, "_bash"), "tachyon run script.py --mo");
    assert.equal((await run("bash", ["-c", ask], { cwd: folder })).stdout.trim(), "");
  });
});
