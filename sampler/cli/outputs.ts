import * as fs from "node:fs";
import * as path from "node:path";
import type { Format } from "../formats";
import { checkWritable } from "../host/recordingFile";
import { recordingFormat, usage, type SamplingOptions } from "./options";

/** A file to write; the name may carry the target's process id. */
export type NameForPid = (pid: number) => string;

export interface Outputs {
  readonly recordings: readonly NameForPid[];
  readonly exported: { readonly format: Format; readonly name: NameForPid } | null;
  /** Nothing was asked for but to see: the hottest functions go to the terminal. */
  readonly table: boolean;
}

const RECORDING_SUFFIX = `.${recordingFormat.extension}`;

/** Which files to write, and how they are called. Throws a `UserError` (exit code 2) when `-o` does not tell. */
export function planOutputs(options: SamplingOptions): Outputs {
  const { format, output, record, stream } = options;
  const recordings = record === null ? [] : [fixedName(record)];
  if (format === null && output !== null) recordings.push(recordingName(output));
  return {
    recordings,
    exported: format && { format, name: nameWithin(output, format.defaultName) },
    table: format === null && recordings.length === 0 && stream === null,
  };
}

/** Throws a `UserError` when one of the files could not be written: before a program is started, not after. */
export function checkOutputs(outputs: Outputs): void {
  // A generated name is tried out with our own process id: the target has none yet.
  for (const name of outputs.recordings) checkWritable(name(process.pid));
  if (outputs.exported) checkWritable(outputs.exported.name(process.pid));
}

function recordingName(output: string): NameForPid {
  if (output.endsWith(RECORDING_SUFFIX) || isDirectory(output)) {
    return nameWithin(output, recordingFormat.defaultName);
  }
  throw usage(
    `Cannot tell the format of '${output}'. Add --collapsed or --flamegraph, or end the name in ${RECORDING_SUFFIX}.`,
  );
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
