import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "./userError";

const DEFAULT_NAMES = ["python3", "python"];

/**
 * The interpreter to launch, as a path that is not resolved further: a virtual environment is known by the link itself.
 * `asked` is a path (relative to the current directory) or a name on `PATH`. Throws a `UserError` when there is none.
 */
export function findInterpreter(asked: string | undefined, searchPath: string = process.env.PATH ?? ""): string {
  if (asked === undefined) {
    const found = DEFAULT_NAMES.map((name) => findOnPath(name, searchPath)).find((file) => file !== null);
    if (found) return found;
    throw new UserError("No python3 or python on PATH. Install Python, or name an interpreter with --python.");
  }
  const found = asked.includes("/") ? executable(path.resolve(asked)) : findOnPath(asked, searchPath);
  if (found) return found;
  throw new UserError(
    `Interpreter '${asked}' not found or not executable. Give --python the path of a Python, such as .venv/bin/python.`,
  );
}

/**
 * The minor version ("3.12") that an interpreter's real file name carries, as installations of CPython name it;
 * null when the name does not say, as with the shell scripts of version managers.
 */
export function versionInName(interpreter: string): string | null {
  try {
    return /^python(\d+\.\d+)/.exec(path.basename(fs.realpathSync(interpreter)))?.[1] ?? null;
  } catch {
    return null;
  }
}

function findOnPath(name: string, searchPath: string): string | null {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => executable(path.join(folder, name))).find((file) => file !== null) ?? null;
}

function executable(file: string): string | null {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
