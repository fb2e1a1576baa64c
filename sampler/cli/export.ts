import type { Profile } from "../profile";
import type { FormatName } from "./options";

/** A profile in the format asked for, as the text of the file. */
export function renderExport(format: FormatName, profile: Profile): string {
  throw new Error(`${format} ${profile.revision}`);
}
