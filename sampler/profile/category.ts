import { FunctionKind } from "../wire";

/** Where a function's code lives. The numbers are those of `Category` in the webviews' protocol. */
export enum CodeCategory {
  Project = 0,
  StandardLibrary = 1,
  SitePackages = 2,
  /** Built into the interpreter: frozen modules, `<string>`. */
  Interpreter = 3,
  /** `<GC>`, `<native>`, tasks. */
  Synthetic = 4,
  /** Several narrow siblings drawn as one box. */
  Merged = 5,
}

const installed = /[\\/](?:site|dist)-packages[\\/]/;
/** `lib/python3.14/`, `lib/python3.14t/`, `python314.zip/` on every system; `Python314\Lib\` on Windows. */
const standardLibrary = /[\\/](?:lib(?:64)?[\\/](?:python|pypy)\d+\.\d+t?|python\d+\.zip|python[^\\/]*[\\/]lib)[\\/]/i;

/**
 * Where the code of `file` lives, as its path tells; `kind` is a `FunctionKind`.
 * A file below one of `projectRoots` (absolute folders) is the project's even in a folder called `lib/python3.14`,
 * unless it was installed into a virtual environment there. What is known as nothing else counts as the project's.
 */
export function categoryOf(file: string, kind: number, projectRoots: readonly string[]): CodeCategory {
  if (kind !== FunctionKind.Python || file === "~") {
    return CodeCategory.Synthetic;
  }
  if (file.startsWith("<")) {
    return CodeCategory.Interpreter;
  }
  if (installed.test(file)) {
    return CodeCategory.SitePackages;
  }
  if (relativeTo(projectRoots, file) !== null) {
    return CodeCategory.Project;
  }
  return standardLibrary.test(file) ? CodeCategory.StandardLibrary : CodeCategory.Project;
}

/**
 * The file's name for people: below its project, its `site-packages` or its standard library, such as
 * `django/db/models/query.py`; else its last two parts. `<frozen runpy>` stays.
 */
export function shortFileName(file: string, projectRoots: readonly string[]): string {
  return portableFileName(file, projectRoots) ?? file.replace(/\\/g, "/").split("/").slice(-2).join("/");
}

/** The file's name as it is on other machines too: below its home, as above; null for a file without a known home. */
export function portableFileName(file: string, projectRoots: readonly string[]): string | null {
  if (file.startsWith("<")) {
    return file;
  }
  const plain = file.replace(/\\/g, "/");
  for (const home of [installed, standardLibrary]) {
    const match = home.exec(file);
    if (match !== null && !(home === standardLibrary && relativeTo(projectRoots, file) !== null)) {
      return plain.slice(match.index + match[0].length);
    }
  }
  return relativeTo(projectRoots, file)?.replace(/\\/g, "/") ?? null;
}

function relativeTo(roots: readonly string[], file: string): string | null {
  for (const root of roots) {
    const base = root.replace(/[\\/]+$/, "");
    if (base !== "" && file.startsWith(base) && /[\\/]/.test(file[base.length] ?? "")) {
      return file.slice(base.length + 1);
    }
  }
  return null;
}
