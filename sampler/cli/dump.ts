import * as tty from "node:tty";
import { loadAddon, type SamplerError, type ViewOptions } from "../host/addon";
import type { Exit } from "../host/launch";
import { packageRoot } from "../host/packageRoot";
import { Procfs } from "../host/procfs";
import { attachedProperties, interpreterProperties } from "../host/properties";
import { takeSnapshot } from "../host/snapshot";
import { UserError } from "../host/userError";
import { computeStackDump, type DumpedStack, type Profile } from "../profile";
import { coloured, formatDump, plain } from "./dumpText";
import { complain, print } from "./messages";
import { SourceFiles } from "./sourceFiles";
import { usage } from "./values";
import { explainProblem } from "./versions";

/** As commander hands them over. */
export interface RawDumpOptions {
  readonly allThreads?: boolean;
  readonly native?: boolean;
  /** False with --no-gc. */
  readonly gc?: boolean;
  readonly opcodes?: boolean;
  readonly asyncAware?: boolean;
  readonly asyncMode?: "running" | "all";
  readonly blocking?: boolean;
  readonly json?: boolean;
}

const STDOUT = 1;

/** Prints what a process does at this moment. Throws a `UserError` when that cannot be read. */
export async function dump(pid: number, raw: RawDumpOptions): Promise<Exit> {
  const view = dumpView(raw);
  const addon = loadAddon(packageRoot());
  let profile: Profile;
  try {
    profile = await takeSnapshot(addon, pid, view);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as SamplerError;
    throw new UserError(explainProblem(addon, pid, code, message));
  }
  const facts = { ...attachedProperties(pid), ...interpreterProperties(addon, pid) };
  const stacks = computeStackDump(profile);
  const notes = profile.events.map(({ text }) => text).filter((text) => text !== "");
  const sources = new SourceFiles(facts.cwd, new Procfs().path(pid, "root"));
  const sourceLine = (file: string, line: number): string | null => sources.line(file, line);
  if (raw.json) {
    print([JSON.stringify({ ...dumpForPrograms(pid, facts, stacks, sourceLine), notes })], false);
    return { code: 0 };
  }
  notes.forEach(complain);
  print(formatDump(stacks, { pid, paint: hasColours() ? coloured : plain, cwd: process.cwd(), sourceLine }), false);
  return { code: 0 };
}

/** Throws a `UserError` (exit code 2). */
function dumpView(raw: RawDumpOptions): ViewOptions {
  if (raw.asyncMode !== undefined && !raw.asyncAware) throw usage("--async-mode requires --async-aware to be enabled.");
  return {
    allThreads: raw.allThreads ?? false,
    opcodes: raw.opcodes ?? false,
    native: raw.native ?? false,
    gc: raw.gc ?? true,
    async: raw.asyncAware ? (raw.asyncMode ?? "all") : "off",
    stopping: raw.blocking ? "blocking" : "never",
  };
}

/** The same facts with the text of each line. Columns are UTF-8 bytes. */
function dumpForPrograms(
  pid: number,
  { command, cwd, python }: Readonly<Record<string, string>>,
  stacks: readonly DumpedStack[],
  sourceLine: (file: string, line: number) => string | null,
) {
  return {
    pid,
    python: python ?? null,
    command: command === undefined ? [] : (JSON.parse(command) as string[]),
    cwd: cwd ?? null,
    stacks: stacks.map((stack) => ({
      ...stack,
      frames: stack.frames.map((frame) => ({
        ...frame,
        source: frame.line > 0 ? (sourceLine(frame.file, frame.line)?.trim() ?? null) : null,
      })),
    })),
  };
}

/** As Python decides it: only for a terminal, unless the environment says otherwise. */
function hasColours({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env): boolean {
  if (NO_COLOR) return false;
  return FORCE_COLOR ? true : tty.isatty(STDOUT) && TERM !== "dumb";
}
