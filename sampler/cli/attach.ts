import { loadAddon } from "../host/addon";
import type { Exit } from "../host/launch";
import { packageRoot } from "../host/packageRoot";
import { attachedProperties, interpreterProperties, recordingProperties } from "../host/properties";
import { Recorder } from "../host/recorder";
import { stopOnSignal } from "../host/signals";
import { UserError } from "../host/userError";
import { samplerOptions, type SamplingOptions } from "./options";
import { checkOutputs, planOutputs } from "./outputs";
import { report } from "./report";
import { openSinks } from "./sinks";
import { explainProblem } from "./versions";

/**
 * Samples a running process until it ends, the duration is over, a signal comes, or the editor says stop.
 * Resolves with how this process should end. Throws a `UserError` or a `SamplerError` when the process cannot be sampled.
 */
export async function attach(pid: number, sampling: SamplingOptions): Promise<Exit> {
  const outputs = planOutputs(sampling);
  const addon = loadAddon(packageRoot());
  const options = samplerOptions(sampling, pid, false);
  const facts = addon.inspect(pid);
  if (!facts.supported) throw new UserError(explainProblem(addon, pid, facts.code, facts.reason));
  checkOutputs(outputs);
  let signalled: NodeJS.Signals | null = null;
  const recorder = new Recorder(addon, options, sampling.durationNs);
  const endListening = stopOnSignal((signal) => {
    signalled = signal;
    recorder.stop();
  });
  const sinks = openSinks(outputs, sampling.stream, pid, recorder, () => recorder.stop());
  recorder.open(sinks.all, {
    properties: { ...recordingProperties(options, new Date()), ...attachedProperties(pid) },
    lateProperties: () => interpreterProperties(addon, pid),
  });
  const end = await recorder.ended;
  await recorder.close(null);
  if (sinks.profile) report(sinks.profile.profile, { outputs, pid, interrupted: signalled === "SIGINT", quietly: false });
  endListening();
  if (end.kind === "error") throw new UserError(end.message);
  return signalled === null || signalled === "SIGINT" ? { code: 0 } : { signal: signalled };
}
