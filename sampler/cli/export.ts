import * as fs from "node:fs";
import * as path from "node:path";
import type { Compression, PageName, WritableFormat, WriteContext, ZstdCodec } from "../formats";
import { gzip } from "../host/gzip";
import { packageRoot } from "../host/packageRoot";
import { UserError, reasonOf } from "../host/userError";
import type { Profile } from "../profile";
import { SourceFiles } from "./sourceFiles";

/** What some formats need besides the profile. */
export interface ExportOptions {
  readonly baseline?: Profile;
  readonly zstd?: ZstdCodec;
}

/** What a format needs to compress as asked; loading it takes some time. */
export async function loadCompression({ id }: WritableFormat, asked: Compression): Promise<ExportOptions> {
  if (id !== "binary" || asked === "none") return {};
  const { loadZstd } = await import(/* webpackMode: "eager" */ "../host/zstd");
  return { zstd: await loadZstd() };
}

/** Text is written in pieces of about so many characters. */
const PIECE_LENGTH = 1 << 16;

/** Writes a profile in the format asked for. Throws a `UserError` when the file cannot be written. */
export function writeExport(file: string, format: WritableFormat, profile: Profile, options: ExportOptions): void {
  try {
    writeFile(file, format.write(profile, writeContext(profile, options)));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot write '${file}': ${reasonOf(error)}. Choose another place with -o.`);
  }
}

/** In the reference's words where it has some. */
export function sayWritten(file: string, { id }: WritableFormat): string {
  return `${WRITTEN[id] ?? "Written to "}${file}`;
}

/** What the file has no place for, in a sentence; null when it holds everything. */
export function sayLost(format: WritableFormat, profile: Profile): string | null {
  const lost = format.loses?.(profile) ?? [];
  return lost.length === 0 ? null : `Not in this file: ${lost.join(", ")}. A recording (.tachyon) has everything.`;
}

const WRITTEN: Readonly<Record<string, string>> = {
  collapsed: "Collapsed stack output written to ",
  flamegraph: "Flamegraph saved to: ",
  "diff-flamegraph": "Flamegraph saved to: ",
  gecko: "Gecko profile written to ",
  heatmap: "Heatmap output written to ",
  jsonl: "JSONL profile written to ",
  binary: "Binary profile written to ",
};

function writeContext(profile: Profile, options: ExportOptions): WriteContext {
  const cwd = profile.properties.get("cwd");
  const sources = new SourceFiles(cwd);
  return {
    title: "",
    projectRoots: cwd ? [cwd] : [],
    sourceLine: (name, line) => sources.line(name, line),
    pageScript: readPageScript,
    gzip,
    ...options,
  };
}

function writeFile(file: string, pieces: Iterable<string | Uint8Array>): void {
  const descriptor = fs.openSync(file, "w");
  try {
    let text = "";
    for (const piece of pieces) {
      if (typeof piece !== "string") fs.writeFileSync(descriptor, piece);
      else if ((text += piece).length >= PIECE_LENGTH) {
        fs.writeFileSync(descriptor, text);
        text = "";
      }
    }
    fs.writeFileSync(descriptor, text);
  } finally {
    fs.closeSync(descriptor);
  }
}

function readPageScript(page: PageName): string {
  const file = path.join(packageRoot(), "dist", "webviews", `${page}Standalone.js`);
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`The page's script ${file}: ${reasonOf(error)}. Build it with 'npm run build:bundles'.`);
  }
}
