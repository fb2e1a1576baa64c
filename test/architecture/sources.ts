import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "..", "..");

/** One file of the sources: its path from the project's root, its text, and what it imports or includes. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** Paths from the project's root for files of the project (TypeScript: without extension), else as written. */
  readonly imports: readonly string[];
}

/** All files below folders of the project whose names match, sorted by name. */
export function readSources(folders: readonly string[], pattern: RegExp): SourceFile[] {
  return folders.flatMap(listFiles).filter((name) => pattern.test(name)).sort().map(readSource);
}

function listFiles(folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.includes("node_modules"));
}

function readSource(name: string): SourceFile {
  const text = readFileSync(path.join(root, name), "utf8");
  return { name, text, imports: name.endsWith(".ts") ? typescriptImports(name, text) : cppIncludes(name, text) };
}

function typescriptImports(name: string, text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\b[^;'"]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm);
  return [...statements]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .map((target) => (target.startsWith(".") ? path.join(path.dirname(name), target) : target));
}

/** Quoted includes are paths from sampler/native or beside the including file. */
function cppIncludes(name: string, text: string): string[] {
  return [...text.matchAll(/^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)/gm)].map(([, quoted, system]) => {
    if (quoted === undefined) return system ?? "";
    const beside = path.join(path.dirname(name), quoted);
    return existsSync(path.join(root, beside)) ? beside : path.join("sampler/native", quoted);
  });
}
