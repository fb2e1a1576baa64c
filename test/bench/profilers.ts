import * as path from "node:path";

/** What a profiler is asked to do with a running process. */
export interface Task {
  readonly pid: number;
  readonly rateHz: number;
  readonly seconds: number;
  /** How many there are to sample. */
  readonly threads: number;
  /** Beginning of the name of the file to write. */
  readonly output: string;
}

/**
 * What a profiler says at the end; shares are 0 … 1 of the samples tried. With several threads a "sample" is a pass over all
 * of them.
 */
export interface Summary {
  readonly samplesPerSecond: number;
  readonly failedShare: number;
  readonly tornShare: number;
}

/** A profiler under measure: the command that attaches it, and how to read what it says of itself. */
export interface Profiler {
  readonly name: string;
  /** When it was told how long to sample. */
  readonly endsItself: boolean;
  command(task: Task): string[];
  summary(text: string, task: Task): Summary;
}

const root = path.join(__dirname, "..", "..");

/** This sampler, as it never stops anything, or with options of its own. */
export function ours(name = "tachyon", ...options: string[]): Profiler {
  const command = [process.execPath, path.join(root, "dist", "tachyon.js")];
  return {
    name,
    endsItself: true,
    command: (task) => [...command, ...attachArguments(task), ...options, "-o", `${task.output}.tachyon`],
    summary: parseSummary,
  };
}

/** CPython's own profiler, in its cheapest output format. It reads only its own version. */
export function reference(python: string, name = "reference", ...options: string[]): Profiler {
  const command = [python, "-m", "profiling.sampling"];
  return {
    name,
    endsItself: true,
    command: (task) => [...command, ...attachArguments(task), ...options, "--binary", "-o", `${task.output}.bin`],
    summary: parseSummary,
  };
}

/** Austin, in its own binary format. It always samples all threads, and counts each. */
export function austin(executable: string): Profiler {
  return {
    name: "Austin",
    endsItself: true,
    command: ({ pid, rateHz, seconds, output }) => {
      const interval = String(Math.max(1, Math.round(1e6 / rateHz)));
      return [executable, "-b", "-i", interval, "-x", String(seconds), "-o", `${output}.mojo`, "-p", String(pid)];
    },
    summary: (text, { seconds, threads }) => {
      const [, failed, samples] = search(/Error rate :\D*(\d+)\/(\d+)/, text.replace(/\x1b\[[\d;]*m/g, ""));
      return { samplesPerSecond: samples / threads / seconds, failedShare: failed / Math.max(1, samples), tornShare: 0 };
    },
  };
}

/**
 * py-spy; it always samples all threads, and stops the process for it unless told otherwise. Its duration is a number of
 * samples, however long they take, so it is ended from outside.
 */
export function pySpy(executable: string, name = "py-spy", ...options: string[]): Profiler {
  return {
    name,
    endsItself: false,
    command: ({ pid, rateHz, output }) => {
      const asked = ["-r", String(rateHz), "-f", "raw", "-o", `${output}.raw`];
      return [executable, "record", ...asked, ...options, "-p", String(pid)];
    },
    summary: (text, { seconds }) => {
      const [, samples, errors] = search(/Samples: (\d+) Errors: (\d+)/, text);
      const tried = samples + errors;
      return { samplesPerSecond: tried / seconds, failedShare: errors / Math.max(1, tried), tornShare: 0 };
    },
  };
}

function attachArguments({ pid, rateHz, seconds, threads }: Task): string[] {
  return ["attach", "-r", String(rateHz), "-d", String(seconds), ...(threads > 1 ? ["-a"] : []), String(pid)];
}

/** The closing summary of this sampler and of CPython's, whose lines are the same; the latter tells no torn from failed. */
function parseSummary(text: string): Summary {
  const captured = /Captured ([\d,]+) samples? in ([\d.]+) seconds/.exec(text);
  if (!captured) throw new Error(`No closing summary in:\n${text}`);
  const percent = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0) / 100;
  const tornShare = percent(/Torn: .*\(([\d.]+)%\)/);
  return {
    samplesPerSecond: Number(captured[1].replaceAll(",", "")) / Number(captured[2]),
    failedShare: Math.max(0, percent(/Error rate: ([\d.]+)/) - tornShare),
    tornShare,
  };
}

function search(pattern: RegExp, text: string): number[] {
  const found = pattern.exec(text);
  if (!found) throw new Error(`${pattern} is not in:\n${text}`);
  return found.map(Number);
}
