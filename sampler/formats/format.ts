import type { Profile, SourceLine } from "../profile";

/** One kind of file that a profile can be written as. */
export interface Format {
  readonly id: string;
  /** Option of the `tachyon` command that chooses it; null for the one that needs none. */
  readonly option: string | null;
  /** Of the files' names, without a dot. */
  readonly extension: string;
  /** For people, one line. */
  readonly description: string;
  /** The file's name when none was asked for; `pid` is the target's. */
  readonly defaultName: (pid: number) => string;
  /** The file's content in pieces: all text, or all bytes. */
  readonly write: (profile: Profile, context: WriteContext) => Iterable<string | Uint8Array>;
}

/** What writers may need besides the profile. */
export interface WriteContext {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  /** Absolute folders whose files are the user's own. */
  readonly projectRoots: readonly string[];
  readonly sourceLine: SourceLine;
  /** Text of the bundle `dist/webviews/flameStandalone.js`; called only by formats that carry it. */
  readonly flameScript: () => string;
}
