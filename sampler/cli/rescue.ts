import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../host/userError";
import type { Profile } from "../profile";
import { recordingFormat } from "./outputOptions";
import { writeExport } from "./export";

/**
 * What to throw when a profile could not be written as asked: it is kept as a recording beside the file, or among the
 * temporary files, and the error says where, and how to go on.
 */
export function rescue(profile: Profile, file: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  const kept = candidates(file).find((place) => tryKeep(profile, place));
  if (kept === undefined) return new UserError(`${reason} The samples could not be kept as a recording either.`);
  return new UserError(`${reason} The samples are kept in '${kept}': write them with 'tachyon replay' when it can be done.`);
}

/** Names that no file has yet. */
function candidates(file: string): string[] {
  const name = `${path.basename(file)}.${recordingFormat.extension}`;
  const places = [path.join(path.dirname(file), name), path.join(os.tmpdir(), `${process.pid}-${name}`)];
  return places.filter((place) => !fs.existsSync(place));
}

function tryKeep(profile: Profile, file: string): boolean {
  try {
    writeExport(file, recordingFormat, profile, {});
    return true;
  } catch {
    return false;
  }
}
