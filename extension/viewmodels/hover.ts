import { formatCount, formatDuration, formatShare, shortFileName } from "../../sampler/profile";
import type { Instruction, LineDetail, Profile, RelatedFunction } from "../../sampler/profile";

/** What a hover over a hot line says, as texts ready to be shown; nothing in them is escaped. */
export interface LineHover {
  readonly self: HoverFigure;
  readonly total: HoverFigure;
  readonly samples: string;
  /** Functions whose code stands on the line, heaviest first. */
  readonly functions: readonly string[];
  readonly callers: readonly HoverFunction[];
  readonly callees: readonly HoverFunction[];
  readonly instructions: readonly HoverInstruction[];
  /** Such as "4 more, 2.1 %"; empty when all instructions are listed. */
  readonly moreInstructions: string;
  /** Such as "83 % specialised"; empty when no instruction of the line has specialised forms. */
  readonly specialised: string;
}

/** A time and what share of the profile it is. */
export interface HoverFigure {
  readonly time: string;
  readonly share: string;
}

export interface HoverFunction {
  readonly name: string;
  /** Such as `json/decoder.py:12`; empty for synthetic frames. */
  readonly place: string;
  readonly file: string;
  /** First line, 1-based; 0 for none. */
  readonly line: number;
  /** Of the hovered line's total. */
  readonly share: string;
}

export interface HoverInstruction {
  readonly name: string;
  /** The generic instruction when `name` is a specialised form of it, else empty. */
  readonly base: string;
  readonly isSpecialised: boolean;
  /** The instruction could be specialised but was not. */
  readonly isGeneric: boolean;
  readonly share: string;
  readonly time: string;
  /** `share` as a number, 0 … 1, to be drawn as a bar. */
  readonly fraction: number;
}

const maxInstructions = 12;
const maxRelated = 5;

/** The texts for a line's hover. `projectRoots` are absolute folders whose files are the user's own. */
export function computeLineHover(
  profile: Profile,
  detail: LineDetail,
  projectRoots: readonly string[] = [],
): LineHover {
  const { instructions, specialisedShare } = detail.instructions;
  const related = (rows: readonly RelatedFunction[]) =>
    rows.slice(0, maxRelated).map((row) => describeFunction(profile, row, projectRoots));
  return {
    self: { time: formatDuration(detail.self), share: formatShare(detail.selfShare) },
    total: { time: formatDuration(detail.total), share: formatShare(detail.totalShare) },
    samples: formatCount(detail.totalSamples),
    functions: detail.functions.map((row) => profile.strings[profile.functions.name[row.function]]),
    callers: related(detail.callers),
    callees: related(detail.callees),
    instructions: instructions.slice(0, maxInstructions).map(describeInstruction),
    moreInstructions: describeMore(instructions.slice(maxInstructions)),
    specialised: specialisedShare === null ? "" : `${formatShare(specialisedShare)} specialised`,
  };
}

function describeFunction(profile: Profile, row: RelatedFunction, projectRoots: readonly string[]): HoverFunction {
  const { functions, strings } = profile;
  const file = strings[functions.file[row.function]];
  const line = functions.firstLine[row.function];
  return {
    name: strings[functions.name[row.function]],
    place: line > 0 ? `${shortFileName(file, projectRoots)}:${line}` : "",
    file,
    line,
    share: formatShare(row.share),
  };
}

function describeInstruction(row: Instruction): HoverInstruction {
  return {
    name: row.name,
    base: row.isSpecialised ? row.base : "",
    isSpecialised: row.isSpecialised,
    isGeneric: row.isAdaptive && !row.isSpecialised,
    share: formatShare(row.share),
    time: formatDuration(row.total),
    fraction: Math.min(1, row.share),
  };
}

function describeMore(rows: readonly Instruction[]): string {
  const share = rows.reduce((sum, row) => sum + row.share, 0);
  return rows.length === 0 ? "" : `${rows.length} more, ${formatShare(share)}`;
}
