import * as fs from "node:fs";
import * as path from "node:path";
import type { Profile } from "../../sampler/profile";

/** A folder as the profiled program has it, and where the same is here. */
export interface PathMapping {
  readonly localRoot: string;
  readonly remoteRoot: string;
}

/**
 * Matches the file names in a profile (absolute, relative to the program's working directory, through symbolic links)
 * with files on this disk.
 */
export class SourcePaths {
  private readonly namesByPath = new Map<string, Set<string>>();
  private seenFunctions = 0;

  constructor(
    private readonly profile: Profile,
    private readonly mappings: readonly PathMapping[] = [],
    private readonly realPath: (file: string) => string = realPathOf,
  ) {}

  /** The path on this disk that a profile's file name means; null for names that are no files, such as "<string>". */
  resolve(name: string): string | null {
    if (name === "" || name === "~" || name.startsWith("<")) return null;
    const cwd = this.profile.properties.get("cwd") ?? "/";
    return this.localPath(path.resolve(cwd, name), cwd);
  }

  /** A relative root, such as ".", starts from the program's working directory, as debuggers have it. */
  private localPath(file: string, cwd: string): string {
    for (const { localRoot, remoteRoot } of this.mappings) {
      const below = path.relative(path.resolve(cwd, remoteRoot), file);
      if (!below.startsWith("..") && !path.isAbsolute(below)) return path.join(localRoot, below);
    }
    return file;
  }

  /** The names under which the profile knows the file at `file`. */
  namesOf(file: string): string[] {
    this.update();
    const names = new Set([
      ...(this.namesByPath.get(file) ?? []),
      ...(this.namesByPath.get(this.realPath(file)) ?? []),
    ]);
    return [...names];
  }

  private update(): void {
    const { functions, strings } = this.profile;
    for (; this.seenFunctions < functions.length; this.seenFunctions++)
      this.add(strings[functions.file[this.seenFunctions]]);
  }

  private add(name: string): void {
    const file = this.resolve(name);
    if (file === null || this.namesByPath.get(file)?.has(name) === true) return;
    for (const key of new Set([file, this.realPath(file)])) {
      const names = this.namesByPath.get(key) ?? new Set();
      this.namesByPath.set(key, names.add(name));
    }
  }
}

function realPathOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
