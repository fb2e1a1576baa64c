import { execFile } from "node:child_process";
import { Problem } from "./problem";

/** Such an answer is megabytes at most; beyond this something is wrong. */
const longestAnswerBytes = 256 << 20;

/** The `tachyon` command as a process that answers a question and ends. */
export class HelperProcess {
  constructor(
    /** Path of the bundled `tachyon` command. */
    readonly command: string,
    /** The program that runs it: the editor's own, which is told to be Node. */
    readonly node: string = process.execPath,
  ) {}

  /** Runs it to its end; resolves with what it printed. Rejects with a `Problem` in its own words. */
  ask(args: readonly string[], what: string): Promise<string> {
    const options = { env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" }, maxBuffer: longestAnswerBytes };
    return new Promise((resolve, reject) => {
      execFile(this.node, [this.command, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Problem(what, ownWords(stderr) || `${error.message}.`));
      });
    });
  }
}

/** Its last message, without its name. */
function ownWords(stderr: string): string {
  const at = stderr.lastIndexOf("tachyon: ");
  return (at < 0 ? stderr : stderr.slice(at + "tachyon: ".length)).trim();
}
