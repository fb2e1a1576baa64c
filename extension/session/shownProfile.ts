import type { Profile } from "../../sampler/profile";
import { EventKind } from "../../sampler/wire";
import type { Event } from "./emitter";
import type { PathMapping } from "./sourcePaths";

/** A profile that views can follow: a run in progress, a run that ended, or a recording that was opened. */
export interface ShownProfile {
  /** Path or URI of the recording; what tells two apart. */
  readonly file: string;
  readonly profile: Profile;
  /** Samples are still being taken. */
  readonly live: boolean;
  /** What is missing or doubtful, in words; empty when nothing is. */
  readonly notes: readonly string[];
  /** Where the program's files are here; absent: where the program has them. */
  readonly pathMappings?: readonly PathMapping[];
  /** The profile grew, or `live` or `notes` changed. */
  readonly onDidUpdate: Event<void>;
}

/** Facts about a recording that the helper process wrote into it; empty texts when it has not, or not yet. */
export interface RecordingFacts {
  /** Path of the script as given, or "-m name". */
  readonly script: string;
  /** What people call it: the script's file name. */
  readonly title: string;
  readonly cwd: string;
  /** Milliseconds since 1970; NaN when unknown. */
  readonly startedAt: number;
}

export function recordingFacts(profile: Profile): RecordingFacts {
  const property = (key: string): string => profile.properties.get(key) ?? "";
  const script = property("script");
  const title = script.startsWith("-m ") ? script : (script.split(/[\\/]/).pop() ?? "");
  return { script, title, cwd: property("cwd"), startedAt: Date.parse(property("startedAt")) };
}

/** What the sampler had to tell people while it recorded: errors and notes. */
export function warnings(profile: Profile): string[] {
  return profile.events
    .filter((event) => (event.kind === EventKind.Error || event.kind === EventKind.Note) && event.text !== "")
    .map((event) => event.text);
}
