import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { CAPABLE_NODE } from "../../sampler/host/index";
import { Problem } from "./problem";

/** Such an answer is megabytes at most; beyond this something is wrong. */
const longestAnswerBytes = 256 << 20;

/** The `tachyon` command as a process that answers a question and ends. */
export class HelperProcess {
  constructor(
    /** Path of the bundled `tachyon` command. */
    readonly command: string,
  ) {}

  /** The program that runs it: a Node that the user gave the right to look into processes, else the editor's own. */
  get node(): string {
    const capable = path.join(os.homedir(), ...CAPABLE_NODE);
    return isExecutable(capable) ? capable : process.execPath;
  }

  /** The words of a shell command that runs it; an editor has to be told to be Node. */
  get words(): readonly string[] {
    const isEditor = process.versions["electron"] !== undefined;
    return [...(isEditor ? ["env", "ELECTRON_RUN_AS_NODE=1"] : []), process.execPath, this.command];
  }

  /** Runs it to its end; resolves with what it printed. Rejects with a `Problem` in its own words. */
  ask(args: readonly string[], what: string, signal?: AbortSignal): Promise<string> {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
    const options = { env, maxBuffer: longestAnswerBytes, ...(signal && { signal }) };
    return new Promise((resolve, reject) => {
      execFile(this.node, [this.command, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Problem(what, ownWords(stderr) || `${error.message}.`));
      });
    });
  }
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Its last message, without its name. */
function ownWords(stderr: string): string {
  const at = stderr.lastIndexOf("tachyon: ");
  return (at < 0 ? stderr : stderr.slice(at + "tachyon: ".length)).trim();
}
