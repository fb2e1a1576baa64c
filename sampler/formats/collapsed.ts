import { isWhole, PairTable } from "../profile";
import type { Profile } from "../profile";
import { FunctionKind } from "../wire";
import { isCollapsed, readCollapsed } from "./collapsedReader";
import type { Format } from "./format";
import { lostDetails } from "./losses";

export const collapsedFormat: Format = {
  id: "collapsed",
  option: "--collapsed",
  extension: "txt",
  description: "collapsed stacks, a line each with its count, as CPython 3.15's profiler writes them",
  defaultName: (pid) => `collapsed_${pid}.txt`,
  write: (profile) => writeCollapsed(profile),
  loses: (profile) => [...lostDetails(profile), "paths of files", "times"],
  recognises: isCollapsed,
  read: readCollapsed,
};

/**
 * Whole samples as `tid:TID;FILE:FUNCTION:LINE;… COUNT`, root first, the greatest count first, then by text.
 * The line format of CPython 3.15's `profiling.sampling --collapsed`: files by their last part, nothing escaped.
 */
export function* writeCollapsed(profile: Profile): Iterable<string> {
  const paths = new Paths(profile);
  const counts = new Map<string, number>();
  const { thread, stack, status, count, length } = profile.runs;
  for (let run = 0; run < length; run++) {
    if (isWhole(status[run], stack[run])) {
      const key = `${profile.threads[thread[run]].tid} ${paths.ofStack[stack[run]]}`;
      counts.set(key, (counts.get(key) ?? 0) + count[run]);
    }
  }
  const lines = [...counts].map(([key, samples]) => {
    const [tid, path] = key.split(" ");
    return { text: `tid:${tid};${paths.text(Number(path))}`, samples };
  });
  lines.sort((a, b) => b.samples - a.samples || (a.text < b.text ? -1 : 1));
  for (const { text, samples } of lines) {
    yield `${text} ${samples}\n`;
  }
}

/** Stacks whose texts are equal share a path, whatever opcodes and columns their frames have. */
class Paths {
  readonly ofStack: Int32Array;
  private readonly paths = new PairTable();
  private readonly cells: string[] = [];

  constructor(profile: Profile) {
    const cellOfFrame = this.numberCells(profile);
    const { parent, frame, length } = profile.stacks;
    this.ofStack = new Int32Array(length);
    for (let stack = 0; stack < length; stack++) {
      const above = parent[stack] < 0 ? -1 : this.ofStack[parent[stack]];
      this.ofStack[stack] = this.paths.intern(above, cellOfFrame[frame[stack]]);
    }
  }

  text(path: number): string {
    const cells: string[] = [];
    const { first: parent, second: cell } = this.paths;
    for (let at = path; at >= 0; at = parent[at]) {
      cells.push(this.cells[cell[at]]);
    }
    return cells.reverse().join(";");
  }

  private numberCells(profile: Profile): Int32Array {
    const numbers = new Map<string, number>();
    return Int32Array.from({ length: profile.frames.length }, (_, frame) => {
      const text = cellText(profile, frame);
      if (!numbers.has(text)) {
        numbers.set(text, this.cells.push(text) - 1);
      }
      return numbers.get(text)!;
    });
  }
}

function cellText({ functions, frames, strings }: Profile, frame: number): string {
  const row = frames.function[frame];
  const name = strings[functions.name[row]];
  const file = strings[functions.file[row]];
  const line = frames.line[frame];
  if (functions.kind[row] === FunctionKind.Task) {
    return `<task>:${name}:0`;
  }
  return file === "~" && line === 0 ? name : `${baseName(file)}:${name}:${line}`;
}

/** The part after the last separator of the system that the path comes from. */
function baseName(file: string): string {
  const isWindows = /^([A-Za-z]:|\\\\)/.test(file);
  return file.slice(Math.max(file.lastIndexOf("/"), isWindows ? file.lastIndexOf("\\") : -1) + 1);
}
