import type { Profile, SourceLine } from "../profile";
import type { ZstdCodec } from "./codec";

/** How a binary format packs its samples: `auto` as well as this system can. */
export type Compression = "auto" | "zstd" | "none";

/** One kind of file that a profile can be written as, read from, or both. */
export interface Format {
  readonly id: string;
  /** Option of the `tachyon` command that chooses it; null for one that none chooses. */
  readonly option: string | null;
  /** What the option's value is called ("baseline": another profile's file, given to `write`); absent: it takes none. */
  readonly argument?: string;
  /** Of the files' names, without a dot; pages that a browser shows end in "html". */
  readonly extension: string;
  /** For people, one line. */
  readonly description: string;
  /** The file's name when none was asked for; `pid` is the target's. */
  readonly defaultName: (pid: number) => string;
  /** The file's content in pieces: all text, or all bytes. Absent: it is only read. */
  readonly write?: (profile: Profile, context: WriteContext) => Iterable<string | Uint8Array>;
  /** It compares two profiles: its option takes the baseline's file, and `write` needs `context.baseline`. */
  readonly needsBaseline?: true;
  /** The file depends on when samples were taken, not on how often alone. */
  readonly needsTimeline?: boolean;
  /** The file holds the instructions that were executed; else `--opcodes` makes no sense with it. */
  readonly keepsOpcodes?: boolean;
  /** Why samples are to be taken with `--mode=wall` for it, in the words of the refusal; absent: any mode will do. */
  readonly wallOnly?: string;
  /** What of this profile such a file has no place for, each by its name ("opcodes", "thread status"). */
  readonly loses?: (profile: Profile) => readonly string[];
  /** Whether a file that begins so (4 KiB, or all of it when shorter) is of this kind. Absent: it is only written. */
  readonly recognises?: (head: Uint8Array) => boolean;
  readonly read?: (chunks: Chunks, options: ReadOptions) => Promise<ReadProfile>;
}

/** A format that can be written. */
export type WritableFormat = Format & Required<Pick<Format, "write">>;

/** A file's bytes in pieces of any size; a big file is never one buffer or one string. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Why a file is not read at all; the message is a sentence for people without its full stop, the file's name and a next step. */
export class FormatError extends Error {}

/** Of files that end too early, or go wrong somewhere. */
export const damagedNote = "The file is cut short or damaged: what came after its last whole part is missing.";

export interface ReadOptions {
  /** Keep when each sample was taken; else samples that are alike are merged, and memory depends on stacks alone. */
  readonly timeline: boolean;
  /** Absent: what is compressed with it cannot be read. */
  readonly zstd?: ZstdCodec;
}

/** A file as far as it could be read. */
export interface ReadProfile {
  readonly profile: Profile;
  /** What is missing or damaged, and what the file does not tell; each a sentence for people. */
  readonly notes: readonly string[];
}

/** Views that there are pages of. */
export type PageName = "flame" | "heatmap";

/** What writers may need besides the profile. */
export interface WriteContext {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  /** Absolute folders whose files are the user's own. */
  readonly projectRoots: readonly string[];
  readonly sourceLine: SourceLine;
  /** Text of the bundle `dist/webviews/<page>Standalone.js`; called only by formats that carry it. */
  readonly pageScript: (page: PageName) => string;
  /** What the profile is compared with. Formats with `needsBaseline` are never written without. */
  readonly baseline?: Profile;
  /** For formats that compress what they write; absent: they do not. */
  readonly zstd?: ZstdCodec;
  /** The same bytes as one gzip file. Absent: files that should be packed are written as they are. */
  readonly gzip?: (pieces: Iterable<Uint8Array>) => Iterable<Uint8Array>;
}
