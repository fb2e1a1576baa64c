import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findOnPath } from "./processes";

/** What the fake sudo gives. */
const given = ["sys_ptrace", "dac_override", "chown", "fowner", "setfcap", "setuid", "setgid"];

/** What the fake sudo asks for. */
export const fakePassword = "correct horse";

/**
 * What programs see that are started through it: a machine with Yama, with a sudo, and that is no container, whatever this
 * one is. Yama is a fake, since many kernels come without: its setting is a file of ours, and its answers are given in front
 * of libc. The sudo asks for a password and gives real capabilities. Made by root only.
 */
export class FakeMachine {
  private constructor(private readonly folder: string) {}

  /** A sentence that says why, where there can be none. */
  static async make(): Promise<FakeMachine | string> {
    if (process.getuid?.() !== 0) return "only root can mount";
    const gcc = findOnPath("gcc");
    if (gcc === undefined) return "gcc is not on PATH";
    const machine = new FakeMachine(mkdtempSync(path.join(tmpdir(), "tachyon-machine-")));
    machine.build(gcc);
    const tried = spawnSync("sh", ["-c", '"$@"', "sh", ...machine.through, "true"], { encoding: "utf8" });
    if (tried.status === 0) return machine;
    machine.remove();
    return `no file systems can be mounted here: ${tried.stderr.trim()}`;
  }

  /** A command that starts another one in it. */
  get through(): readonly string[] {
    return ["unshare", "--mount", "sh", path.join(this.folder, "enter.sh"), this.folder];
  }

  /** Sets Yama's ptrace_scope: 0 … 3. */
  setScope(scope: number): void {
    writeFileSync(path.join(this.folder, "kernel", "yama", "ptrace_scope"), `${scope}\n`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private build(gcc: string): void {
    chmodSync(this.folder, 0o755);
    for (const name of ["root", "kernel/yama", "bin"]) mkdirSync(path.join(this.folder, name), { recursive: true });
    this.setScope(0);
    const library = path.join(this.folder, "yama.so");
    execFileSync(gcc, ["-shared", "-fPIC", "-O1", "-o", library, path.join(__dirname, "fakes", "yama.c")]);
    cpSync("/etc", path.join(this.folder, "etc"), { recursive: true, verbatimSymlinks: true });
    writeFileSync(path.join(this.folder, "etc", "ld.so.preload"), `${library}\n`);
    this.buildSudo();
    copyFileSync(path.join(__dirname, "fakes", "enter.sh"), path.join(this.folder, "enter.sh"));
  }

  private buildSudo(): void {
    const capable = path.join(this.folder, "bin", "setpriv");
    copyFileSync(findOnPath("setpriv") ?? "/usr/bin/setpriv", capable);
    execFileSync("setcap", [`${given.map((name) => `cap_${name}`).join(",")}=eip`, capable]);
    const raised = given.map((name) => `+${name}`).join(",");
    const lines = [
      "#!/bin/sh",
      'printf "[sudo] password for $(id -un): " > /dev/tty',
      "stty -echo < /dev/tty; read -r password < /dev/tty; stty echo < /dev/tty; echo > /dev/tty",
      `[ "$password" = "${fakePassword}" ] || { echo "sudo: 1 incorrect password attempt" >&2; exit 1; }`,
      `exec ${capable} --inh-caps=${raised} --ambient-caps=${raised} "$@"`,
      "",
    ];
    writeFileSync(path.join(this.folder, "bin", "sudo"), lines.join("\n"), { mode: 0o755 });
  }
}
