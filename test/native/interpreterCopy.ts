import { cpSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { askCommand } from "../support/processes";

const facts = `
import os, sys
maps = [line.split(None, 5)[5].strip() for line in open("/proc/self/maps") if "libpython" in line]
print(os.path.realpath(sys.executable), sys.base_prefix, *maps[:1], sep="|")
`;

/** An interpreter copied into a folder under a name that says nothing, with its libpython if it has one. */
export class InterpreterCopy {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
  /** The copied files: the executable, and libpython. */
  readonly files: readonly string[];

  constructor(python: string, folder: string) {
    const said = askCommand(python, ["-c", facts]);
    if (said === undefined) throw new Error(`${python} does not run`);
    const [executable, prefix, library] = said.split("|");
    this.executable = path.join(folder, "myapp");
    cpSync(realpathSync(executable), this.executable);
    this.files = [this.executable];
    if (library !== undefined) {
      const copy = path.join(folder, path.basename(library));
      cpSync(library, copy);
      this.files = [this.executable, copy];
    }
    this.env = { ...process.env, PYTHONHOME: prefix, LD_LIBRARY_PATH: folder };
  }

  /** Makes the files say that they have no sections, and so no names; the loader does not need any. */
  dropSectionHeaders(): void {
    for (const file of this.files) {
      const bytes = readFileSync(file);
      bytes.writeBigUInt64LE(0n, elf.sectionOffset);
      bytes.writeUInt16LE(0, elf.sectionCount);
      bytes.writeUInt16LE(0, elf.sectionNames);
      writeFileSync(file, bytes);
    }
  }

  /** Puts other files in the place of the copies, as an upgrade does. */
  replace(): void {
    for (const file of this.files) {
      rmSync(file);
      writeFileSync(file, "something else\n");
    }
  }
}

/** Where the header of a 64-bit ELF file says these things. */
const elf = { sectionOffset: 0x28, sectionCount: 0x3c, sectionNames: 0x3e } as const;
