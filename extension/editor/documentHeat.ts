import type { ProfileFigures } from "../session/profileFigures";
import type { FileHeat } from "../viewmodels/heat";
import type { LineMap } from "./lineMap";

/** A document's heat and where its lines are now. */
export interface DocumentHeat {
  readonly figures: ProfileFigures;
  /** The document's file as the profile has it. */
  readonly name: string;
  readonly heat: FileHeat;
  readonly lines: LineMap;
  /** The file is newer than the recording, so its lines may be off. */
  readonly stale: boolean;
}
