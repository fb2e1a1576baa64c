import type { SamplingSettings } from "../config";
import type { SamplingPlan } from "./commandLine";
import { Problem } from "./problem";
import { parseSamplingRate } from "./samplingRate";

/** How to sample, as far as somebody says it; what is left out comes from the settings. */
export type SamplingAttributes = Partial<
  Pick<
    SamplingPlan,
    "rate" | "duration" | "allThreads" | "opcodes" | "subprocesses" | "mode" | "native" | "gc" | "async" | "stopping"
  >
>;

const choices = {
  mode: ["wall", "cpu", "gil", "exception"],
  async: ["off", "running", "all"],
  stopping: ["never", "exact", "blocking"],
} as const;

/** How to sample. Throws a `Problem` for what cannot be. */
export function samplingOf(attributes: SamplingAttributes, settings: SamplingSettings): Omit<SamplingPlan, "recording"> {
  const rate = String(attributes.rate ?? settings.rate);
  const plan = {
    rate,
    rateHz: parseSamplingRate(rate),
    duration: Number(attributes.duration ?? settings.duration),
    allThreads: attributes.allThreads ?? settings.allThreads,
    opcodes: attributes.opcodes ?? settings.opcodes,
    editorPatience: settings.editorPatience,
    subprocesses: attributes.subprocesses ?? settings.subprocesses,
    mode: choice("mode", attributes.mode ?? settings.mode),
    native: attributes.native ?? settings.native,
    gc: attributes.gc ?? settings.gc,
    async: choice("async", attributes.async ?? settings.async),
    stopping: choice("stopping", attributes.stopping ?? settings.stopping),
  };
  if (plan.async !== "off" && plan.mode !== "wall") {
    const why = `"async" is incompatible with "mode": "${plan.mode}": a task that waits is on no thread.`;
    throw new Problem("Nothing was profiled.", why, 'Set "async" to off or "mode" to wall, in launch.json or in the settings.');
  }
  return plan;
}

function choice<K extends keyof typeof choices>(name: K, value: (typeof choices)[K][number]): (typeof choices)[K][number] {
  if ((choices[name] as readonly string[]).includes(value)) return value;
  throw new Problem("Nothing was profiled.", `"${name}" is "${value}".`, `Set it to ${choices[name].join(", ")}.`);
}
