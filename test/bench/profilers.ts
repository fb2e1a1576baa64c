import * as path from "node:path";

/** A profiler under measure: the command that attaches it, and where its closing summary says what it lost. */
export interface Profiler {
  readonly name: string;
  command(pid: number, rateHz: number, seconds: number, allThreads: boolean, output: string): string[];
}

const root = path.join(__dirname, "..", "..");

export const ours: Profiler = {
  name: "tachyon",
  command: (pid, rateHz, seconds, allThreads, output) => [
    process.execPath,
    path.join(root, "dist", "tachyon.js"),
    ...attachArguments(pid, rateHz, seconds, allThreads),
    "-o",
    `${output}.tachyon`,
  ],
};

/** CPython's own profiler, in its cheapest output format. */
export function reference(python: string): Profiler {
  return {
    name: "reference",
    command: (pid, rateHz, seconds, allThreads, output) => [
      python,
      "-m",
      "profiling.sampling",
      ...attachArguments(pid, rateHz, seconds, allThreads),
      "--binary",
      "-o",
      `${output}.bin`,
    ],
  };
}

function attachArguments(pid: number, rateHz: number, seconds: number, allThreads: boolean): string[] {
  return ["attach", "-r", String(rateHz), "-d", String(seconds), ...(allThreads ? ["-a"] : []), String(pid)];
}

/**
 * What a profiler says at the end; shares are 0 … 1 of the samples tried. With all threads a "sample" is a pass over all of
 * them, in both profilers' words.
 */
export interface Summary {
  readonly samples: number;
  readonly seconds: number;
  readonly failedShare: number;
  readonly tornShare: number;
}

/** Reads the closing summary, whose lines both profilers share; a profiler that does not tell torn from failed has 0 torn. */
export function parseSummary(text: string): Summary {
  const captured = /Captured ([\d,]+) samples? in ([\d.]+) seconds/.exec(text);
  if (!captured) throw new Error(`No closing summary in:\n${text}`);
  const percent = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0) / 100;
  const tornShare = percent(/Torn: .*\(([\d.]+)%\)/);
  return {
    samples: Number(captured[1].replaceAll(",", "")),
    seconds: Number(captured[2]),
    failedShare: percent(/Error rate: ([\d.]+)/) - tornShare,
    tornShare,
  };
}
