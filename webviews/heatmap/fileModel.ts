import type { Heatmap, HeatmapFile, LineRelations } from "../protocol";

/** Time in lines themselves, or with what they call. */
export type By = "self" | "total";

/** Something that a line called, or that called it. */
export interface RelatedLine {
  readonly name: string;
  /** Such as `shop.py:42`; empty where there is no source. */
  readonly place: string;
  readonly file: number;
  readonly line: number;
  readonly weight: number;
  readonly samples: number;
}

/** An instruction on a line; columns are UTF-8 bytes, -1 for unknown. */
export interface LineInstruction {
  readonly name: string;
  readonly base: string;
  readonly isSpecialised: boolean;
  readonly isAdaptive: boolean;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly selfSamples: number;
  readonly totalSamples: number;
}

/** How far the instructions of a line are specialised. */
export interface Specialisation {
  /** Of the samples of instructions that have specialised forms, those that saw one, 0 … 1. */
  readonly share: number;
  readonly specialisedSamples: number;
  readonly adaptiveSamples: number;
  /** Distinct instructions. */
  readonly specialised: number;
  readonly adaptive: number;
}

/** A file of a heatmap with the questions that its view asks. */
export class FileModel {
  readonly file: HeatmapFile;
  /** Of the file's text; null when that could not be read. */
  readonly source: readonly string[] | null;
  private readonly rowOfLine = new Map<number, number>();
  /** Samples of the hottest line. */
  private readonly most: Readonly<Record<By, number>>;

  constructor(
    readonly heatmap: Heatmap,
    readonly index: number,
  ) {
    this.file = heatmap.files[index];
    this.source = this.file.source?.split("\n") ?? null;
    const { line, length } = this.file.lines;
    for (let row = 0; row < length; row++) this.rowOfLine.set(line[row], row);
    const greatest = (column: Float64Array): number => column.reduce((a, b) => Math.max(a, b), 0);
    this.most = { self: greatest(this.file.lines.selfSamples), total: greatest(this.file.lines.totalSamples) };
  }

  /** The line's row in `file.lines`, or -1 when no sample saw it. */
  row(line: number): number {
    return this.rowOfLine.get(line) ?? -1;
  }

  text(line: number): string | null {
    return this.source?.[line - 1] ?? null;
  }

  samples(line: number, by: By): number {
    const row = this.row(line);
    if (row < 0) return 0;
    return (by === "self" ? this.file.lines.selfSamples : this.file.lines.totalSamples)[row];
  }

  /** How hot a line is against the file's hottest, 0 … 1: a logarithm, so that what is warm is seen beside it. */
  heat(line: number, by: By): number {
    const most = this.most[by];
    return most > 0 ? Math.log(this.samples(line, by) + 1) / Math.log(most + 1) : 0;
  }

  /** Lines with samples, hottest first. */
  hotLines(by: By): number[] {
    const lines = [...this.file.lines.line].filter((line) => this.samples(line, by) > 0);
    return lines.sort((a, b) => this.samples(b, by) - this.samples(a, by) || a - b);
  }

  callers(line: number): RelatedLine[] {
    return this.related(this.heatmap.callers, line);
  }

  callees(line: number): RelatedLine[] {
    return this.related(this.heatmap.callees, line);
  }

  get hasInstructions(): boolean {
    return this.file.instructions.length > 0;
  }

  instructions(line: number): LineInstruction[] {
    const columns = this.file.instructions;
    const found: LineInstruction[] = [];
    for (let row = firstOf(columns.line, 0, columns.length, line); row < columns.length && columns.line[row] === line; row++) {
      found.push({
        name: this.heatmap.strings[columns.name[row]],
        base: this.heatmap.strings[columns.base[row]],
        isSpecialised: columns.name[row] !== columns.base[row],
        isAdaptive: columns.adaptive[row] !== 0,
        column: columns.column[row],
        endLine: columns.endLine[row],
        endColumn: columns.endColumn[row],
        selfSamples: columns.selfSamples[row],
        totalSamples: columns.totalSamples[row],
      });
    }
    return found;
  }

  /** Null for a line on which nothing has specialised forms. */
  specialisation(line: number): Specialisation | null {
    const adaptive = this.instructions(line).filter(({ isAdaptive }) => isAdaptive);
    const specialised = adaptive.filter(({ isSpecialised }) => isSpecialised);
    const samplesOf = (rows: readonly LineInstruction[]): number => rows.reduce((sum, row) => sum + row.totalSamples, 0);
    const [specialisedSamples, adaptiveSamples] = [samplesOf(specialised), samplesOf(adaptive)];
    if (adaptiveSamples === 0) return null;
    const share = specialisedSamples / adaptiveSamples;
    return { share, specialisedSamples, adaptiveSamples, specialised: specialised.length, adaptive: adaptive.length };
  }

  private related(relations: LineRelations, line: number): RelatedLine[] {
    const { strings, files } = this.heatmap;
    const found: RelatedLine[] = [];
    const start = firstOf(relations.file, 0, relations.length, this.index);
    const end = firstOf(relations.file, start, relations.length, this.index + 1);
    for (let row = firstOf(relations.line, start, end, line); row < end && relations.line[row] === line; row++) {
      const [file, otherLine] = [relations.otherFile[row], relations.otherLine[row]];
      const place = file >= 0 && otherLine > 0 ? `${files[file].shortName}:${otherLine}` : "";
      const name = strings[relations.otherName[row]];
      found.push({ name, place, file, line: otherLine, weight: relations.weight[row], samples: relations.samples[row] });
    }
    return found;
  }
}

/** The first row from `start` to `end` whose ascending value is not below `wanted`. */
function firstOf(column: Int32Array, start: number, end: number, wanted: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
