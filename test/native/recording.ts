import * as path from "node:path";
import { type Addon, type SamplerEnd, type SamplerOptions, loadAddon } from "../../sampler/host/addon";
import { type Profile, ProfileBuilder } from "../../sampler/profile";
import { ThreadStatus, decodeBatch } from "../../sampler/wire";
import { waitFor } from "../support/processes";

let loaded: Addon | undefined;

/** The addon that `npm run build:native` made. */
export function addon(): Addon {
  return (loaded ??= loadAddon(path.join(__dirname, "..", "..")));
}

export const everyMillisecond = {
  intervalNs: 1_000_000,
  allThreads: true,
  opcodes: true,
  waitForRuntime: false,
} as const;

/** Where a frame of a stack stands. */
export interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly opcode: string;
}

/** What was sampled, and how it ended. */
export interface Sampled {
  readonly profile: Profile;
  readonly ended: SamplerEnd | null;
  /** The recording's time 0 lies between these, in ns of the monotonic clock. */
  readonly startedNs: { readonly from: bigint; readonly to: bigint };
}

/** Samples until `enough` holds of the profile or the sampler ended by itself; rejects after `timeoutMs`. */
export async function sampleUntil(
  options: SamplerOptions,
  what: string,
  enough: (profile: Profile) => boolean,
  timeoutMs = 20_000,
): Promise<Sampled> {
  const sampler = new (addon().Sampler)(options);
  const builder = new ProfileBuilder();
  const from = process.hrtime.bigint();
  sampler.start();
  const startedNs = { from, to: process.hrtime.bigint() };
  try {
    await waitFor(what, () => {
      const ended = sampler.ended() !== null;
      const batch = sampler.drain();
      if (batch !== null) builder.append(decodeBatch(batch));
      return ended || enough(builder.profile);
    }, timeoutMs);
    return { profile: builder.profile, ended: sampler.ended(), startedNs };
  } finally {
    sampler.stop();
  }
}

/** The profile of one batch, as `replayMemory` gives it. */
export function profileOf(batch: Uint8Array): Profile {
  const builder = new ProfileBuilder();
  builder.append(decodeBatch(batch));
  return builder.profile;
}

/** The frames of a stack, root first. */
export function placesOf(profile: Profile, stack: number): Place[] {
  const places: Place[] = [];
  for (let node = stack; node >= 0; node = profile.stacks.parent[node]) {
    places.unshift(placeOf(profile, profile.stacks.frame[node]));
  }
  return places;
}

function placeOf(profile: Profile, frame: number): Place {
  const { frames, functions, opcodes, strings } = profile;
  const opcode = frames.opcode[frame];
  return {
    name: strings[functions.name[frames.function[frame]]],
    file: strings[functions.file[frames.function[frame]]],
    line: frames.line[frame],
    endLine: frames.endLine[frame],
    column: frames.column[frame],
    endColumn: frames.endColumn[frame],
    opcode: opcode < 0 ? "" : strings[opcodes.name[opcode]],
  };
}

/** One run of samples, looked up. */
export interface Run {
  readonly thread: string;
  readonly stack: number;
  readonly status: number;
  readonly count: number;
  readonly isWhole: boolean;
}

export function runsOf(profile: Profile): Run[] {
  return Array.from({ length: profile.runs.length }, (_, run) => ({
    thread: profile.threads[profile.runs.thread[run]].name,
    stack: profile.runs.stack[run],
    status: profile.runs.status[run],
    count: profile.runs.count[run],
    isWhole: (profile.runs.status[run] & (ThreadStatus.Torn | ThreadStatus.Failed)) === 0,
  }));
}
