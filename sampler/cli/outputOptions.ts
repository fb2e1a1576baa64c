import { formats, type Compression, type Format, type WritableFormat } from "../formats";
import type { SortKey } from "./statsRows";
import { parseLimit, usage } from "./values";

/** The formats that are asked for by an option of their own. */
export const exportFormats: readonly WritableFormat[] = formats.filter(
  (format): format is WritableFormat => format.option !== null && format.write !== undefined,
);

/** The format that needs no option: what is sampled, as it comes. */
export const recordingFormat = formats.find(({ id }) => id === "tachyon") as WritableFormat;

/** The format of files whose name does not tell another; without a file it is the table on the terminal. */
const PSTATS = "pstats";
const DEFAULT_LIMIT = 15;

/** How the table on the terminal is to look. */
export interface TableOptions {
  readonly sort: SortKey;
  readonly limit: number;
  readonly summary: boolean;
}

/** What is to be made of a profile, checked. */
export interface OutputOptions {
  /** Null: the table on the terminal, or nothing but a recording. */
  readonly format: WritableFormat | null;
  /** A profile's file that the format compares with. */
  readonly baseline: string | null;
  readonly output: string | null;
  readonly browser: boolean;
  readonly compression: Compression;
  readonly table: TableOptions;
}

/** As commander hands them over. */
export interface RawOutputOptions {
  /** Ids of the formats asked for. */
  readonly formats?: readonly string[];
  readonly baseline?: string;
  readonly output?: string;
  readonly browser?: boolean;
  readonly compression?: Compression;
  readonly sort?: SortKey;
  readonly limit?: string;
  /** False with --no-summary. */
  readonly summary?: boolean;
}

/** Checks one by one and together. Throws a `UserError` (exit code 2). */
export function checkOutputOptions(raw: RawOutputOptions): OutputOptions {
  const asked = chooseFormat(raw.formats ?? []);
  if (asked !== null && asked.id !== PSTATS) checkTableOptions(raw, asked);
  return {
    format: raw.output === undefined ? withoutFile(asked) : (asked ?? formatOfName(raw.output)),
    baseline: raw.baseline ?? null,
    output: raw.output ?? null,
    browser: raw.browser ?? false,
    compression: raw.compression ?? "auto",
    table: {
      sort: raw.sort ?? "nsamples",
      limit: raw.limit === undefined ? DEFAULT_LIMIT : parseLimit(raw.limit),
      summary: raw.summary ?? true,
    },
  };
}

/** The options given that only the table on the terminal obeys. */
export function tableOptionsGiven({ sort, limit, summary }: RawOutputOptions): string[] {
  const given: [boolean, string][] = [
    [sort !== undefined, "--sort"],
    [limit !== undefined, "--limit"],
    [summary === false, "--no-summary"],
  ];
  return given.filter(([isGiven]) => isGiven).map(([, option]) => option);
}

function checkTableOptions(raw: RawOutputOptions, { option }: Format): void {
  const given = tableOptionsGiven(raw).join(", ");
  if (given) throw usage(`Options ${given} are only valid with --pstats, not ${option}. Leave them or it out.`);
}

function chooseFormat(ids: readonly string[]): WritableFormat | null {
  const chosen = exportFormats.filter(({ id }) => ids.includes(id));
  if (chosen.length <= 1) return chosen[0] ?? null;
  const [first, ...others] = chosen.map(({ option }) => option);
  throw usage(
    `${others.join(", ")} is not allowed with ${first}: one format at a time. Choose one; add --record FILE to keep all ` +
      "samples, and make the others of that with 'tachyon replay'.",
  );
}

function withoutFile(asked: WritableFormat | null): WritableFormat | null {
  return asked?.id === PSTATS ? null : asked;
}

/** Names that end as another format's files do are rather a forgotten option than a wish for pstats. */
function formatOfName(output: string): WritableFormat {
  const ending = /\.(\w+)$/.exec(output)?.[1].toLowerCase() ?? "";
  if (ending === recordingFormat.extension) return recordingFormat;
  const meant = exportFormats.filter(({ id, extension }) => id !== PSTATS && extension === ending);
  if (meant.length === 0) return exportFormats.find(({ id }) => id === PSTATS)!;
  const options = meant.map(({ option }) => option).join(" or ");
  throw usage(`Cannot tell the format of '${output}'. Add ${options}, or end the name in .${recordingFormat.extension}.`);
}
