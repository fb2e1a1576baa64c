import * as fs from "node:fs";
import * as path from "node:path";
import type { PageName, WritableFormat, WriteContext } from "../formats";
import { gzip } from "../host/gzip";
import { packageRoot } from "../host/packageRoot";
import { UserError, reasonOf } from "../host/userError";
import type { Profile } from "../profile";
import { SourceFiles } from "./sourceFiles";

/** Writes a profile in the format asked for. Throws a `UserError` when the file cannot be written. */
export function writeExport(file: string, format: WritableFormat, profile: Profile): void {
  const cwd = profile.properties.get("cwd");
  const sources = new SourceFiles(cwd);
  const context: WriteContext = {
    title: "",
    projectRoots: cwd ? [cwd] : [],
    sourceLine: (name, line) => sources.line(name, line),
    pageScript: readPageScript,
    gzip,
  };
  try {
    const descriptor = fs.openSync(file, "w");
    for (const piece of format.write(profile, context)) fs.writeFileSync(descriptor, piece);
    fs.closeSync(descriptor);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot write '${file}': ${reasonOf(error)}. Add --record to keep the samples in any case.`);
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
