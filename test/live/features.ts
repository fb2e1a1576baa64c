import type { SamplerOptions } from "../../sampler/host/addon";
import type { Profile } from "../../sampler/profile";
import { ThreadStatus } from "../../sampler/wire";
import { type Run, placesOf, runsOf } from "../native/recording";

/** What was seen of targets/matrix.py: in which functions, with which status, in which processes. */
export class Sights {
  readonly processes: number;
  readonly hasOpcodes: boolean;
  readonly hasSpecialised: boolean;
  private readonly names = new Map<string, number>();

  constructor(readonly profile: Profile) {
    const { threads, opcodes } = profile;
    const runs = runsOf(profile).filter(({ stack, isWhole }) => isWhole && stack >= 0);
    for (const run of runs) this.add(run);
    const seenIn = Array.from(profile.runs.thread).slice(0, profile.runs.length);
    this.processes = new Set(seenIn.map((thread) => threads[thread].process)).size;
    this.hasOpcodes = opcodes.length > 0;
    this.hasSpecialised = Array.from({ length: opcodes.length }, (_, row) => row).some(
      (row) => opcodes.name[row] !== opcodes.base[row],
    );
  }

  /** Whether all of these functions were seen, each at some time with all of the bits. */
  saw(functions: readonly string[], bits = 0): boolean {
    return functions.every((name) => this.names.has(name) && (this.names.get(name)! & bits) === bits);
  }

  sawNone(functions: readonly string[]): boolean {
    return functions.every((name) => !this.names.has(name));
  }

  private add({ stack, status }: Run): void {
    const places = placesOf(this.profile, stack).map(({ name }) => name);
    const pairs = places.slice(1).map((name, index) => `${places[index]} > ${name}`);
    for (const name of [...places, ...pairs]) this.names.set(name, (this.names.get(name) ?? 0) | status);
  }
}

/** Something that a sampler can see: how to ask for it, and what shows that it was seen. */
export interface Feature {
  readonly name: string;
  readonly options: Partial<SamplerOptions>;
  /** Seen sooner or later. */
  readonly shows: (sights: Sights, version: string) => boolean;
  /** Must hold of all that was sampled until then. */
  readonly neverBreaks?: (sights: Sights) => boolean;
}

const everyThread = ["spins", "sleeps", "handles", "collects"];
const specialisesSince = [3, 11] as const;

/** All of them; one more line is one more column of the matrix. */
export const features: readonly Feature[] = [
  {
    name: "sampled",
    options: { allThreads: false },
    shows: (sights) => sights.saw(["spins"]),
    neverBreaks: (sights) => sights.sawNone(["sleeps", "handles", "collects"]),
  },
  { name: "threads", options: {}, shows: (sights) => sights.saw(everyThread) },
  {
    name: "status",
    options: {},
    shows: (sights) =>
      sights.saw(["spins"], ThreadStatus.HasGil | ThreadStatus.OnCpu | ThreadStatus.MainThread) &&
      sights.saw(["handles"], ThreadStatus.HasException),
  },
  {
    name: "opcodes",
    options: { opcodes: true },
    shows: (sights, version) => sights.hasOpcodes && (sights.hasSpecialised || !specialises(version)),
  },
  {
    name: "gc",
    options: {},
    shows: (sights) => sights.saw(["collects > <GC>"]),
    neverBreaks: (sights) => sights.sawNone(["sleeps > <GC>", "handles > <GC>"]),
  },
  { name: "cpu", options: { mode: "cpu" }, shows: (sights) => sights.saw(["spins"]), neverBreaks: onlyWorking },
  { name: "gil", options: { mode: "gil" }, shows: (sights) => sights.saw(["spins"]), neverBreaks: onlyWorking },
  {
    name: "exception",
    options: { mode: "exception" },
    shows: (sights) => sights.saw(["handles"]),
    neverBreaks: (sights) => sights.sawNone(["spins", "sleeps", "collects"]),
  },
  {
    name: "async running",
    options: { async: "running" },
    shows: (sights) => sights.saw(["turns"]),
    neverBreaks: (sights) => sights.sawNone(["waited", "inner task"]),
  },
  {
    name: "async all",
    options: { async: "all" },
    shows: (sights) => sights.saw(["turns", "outer task > awaits", "awaits > inner task", "inner task > waited"]),
  },
  {
    name: "native names",
    options: { native: true },
    shows: (sights) => sights.saw(["sleeps > time.sleep", "rests > time.sleep"]),
    neverBreaks: (sights) => sights.sawNone(["rests > <native>"]),
  },
  {
    name: "native frames",
    options: { native: true },
    shows: (sights) => sights.saw(["<native> > rests"]) || sights.saw(["list > rests"]),
    neverBreaks: (sights) => sights.sawNone(["maps > rests"]),
  },
  { name: "exact", options: { stopping: "exact" }, shows: sawAllHeld },
  { name: "blocking", options: { stopping: "blocking" }, shows: sawAllHeld },
  {
    name: "subprocesses",
    options: { subprocesses: true },
    shows: (sights) => sights.processes === 2 && sights.saw(["spins", "spins_in_child"]),
  },
];

/** All threads are seen while some are held to be read. */
function sawAllHeld(sights: Sights): boolean {
  return sights.saw(everyThread) && sights.profile.statistics.stops > 0;
}

/** Threads that rest for ever are not counted. */
function onlyWorking(sights: Sights): boolean {
  return sights.sawNone(["sleeps", "handles"]);
}

function specialises(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  return major === specialisesSince[0] && minor >= specialisesSince[1];
}
