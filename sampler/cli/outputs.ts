import * as fs from "node:fs";
import * as path from "node:path";
import type { WritableFormat } from "../formats";
import { checkWritable } from "../host/recordingFile";
import type { SamplingOptions } from "./options";
import { recordingFormat, type OutputOptions } from "./outputOptions";

/** A file to write; the name may carry the target's process id. */
export type NameForPid = (pid: number) => string;

/** An export: a file for the program, and one for each of its children that was sampled. */
export interface Exported {
  readonly format: WritableFormat;
  readonly name: NameForPid;
  readonly childName: NameForPid;
}

export interface Outputs {
  readonly recordings: readonly NameForPid[];
  readonly exported: Exported | null;
  /** No file was asked for: the hottest lines go to the terminal. */
  readonly table: boolean;
}

/** Which files to write of what is sampled, and how they are called. A recording is written as it grows. */
export function planOutputs(options: SamplingOptions): Outputs {
  const { format, output, record, stream, live } = options;
  const recordings = record === null ? [] : [fixedName(record)];
  if (format === recordingFormat) recordings.push(nameWithin(output, format.defaultName));
  return {
    recordings,
    exported: format === null || format === recordingFormat ? null : planExport({ format, output }),
    table: format === null && stream === null && !live,
  };
}

/** Throws a `UserError` when one of the files could not be written: before a program is started, not after. */
export function checkOutputs(outputs: Outputs): void {
  // A generated name is tried out with our own process id: the target has none yet.
  for (const name of outputs.recordings) checkWritable(name(process.pid));
  if (outputs.exported) checkWritable(outputs.exported.name(process.pid));
}

/** Children get their process id between the name and its ending, as in CPython's own profiler. */
export function planExport({ format, output }: { format: WritableFormat } & Pick<OutputOptions, "output">): Exported {
  const name = nameWithin(output, format.defaultName);
  if (output === null || isDirectory(output)) return { format, name, childName: name };
  const { dir, name: base, ext } = path.parse(output);
  return { format, name, childName: (pid) => path.join(dir, `${base}_${pid}${ext}`) };
}

function nameWithin(output: string | null, generated: NameForPid): NameForPid {
  if (output === null) return generated;
  return isDirectory(output) ? (pid) => path.join(output, generated(pid)) : fixedName(output);
}

function fixedName(file: string): NameForPid {
  return () => file;
}

function isDirectory(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
