import { loadAddon, type Addon, type SamplerError } from "../host/addon";
import type { Exit } from "../host/launch";
import { packageRoot } from "../host/packageRoot";
import { Recorder } from "../host/recorder";
import { stopOnSignal } from "../host/signals";
import { UserError } from "../host/userError";
import type { LiveView } from "./live";
import { checkTerminal } from "./live/requirements";
import { samplerOptions, type SamplingOptions } from "./options";
import { openBaseline } from "./openBaseline";
import { checkOutputs, planOutputs, type Outputs } from "./outputs";
import { explainProblem } from "./versions";

/**
 * Samples a running process until it ends, the duration is over, a signal comes, or the editor says stop.
 * Resolves with how this process should end. Throws a `UserError` when the process cannot be sampled.
 */
export async function attach(pid: number, sampling: SamplingOptions): Promise<Exit> {
  if (sampling.live) checkTerminal();
  const outputs = planOutputs(sampling);
  const baseline = await openBaseline(sampling);
  const addon = loadAddon(packageRoot());
  const options = samplerOptions(sampling, pid, false);
  let signalled: NodeJS.Signals | null = null;
  const recorder = startRecorder(addon, sampling, pid, outputs);
  const endListening = stopOnSignal((signal) => {
    signalled = signal;
    recorder.stop();
  });
  // Sampling is under way; the rest is loaded beside it.
  const { openSinks } = await import(/* webpackMode: "eager" */ "./sinks");
  const { attachedProperties, interpreterProperties, recordingProperties } = await import(
    /* webpackMode: "eager" */ "../host/properties"
  );
  // Nobody else would ever end it.
  const onIntent = (): void => recorder.stop();
  const live = sampling.live ? await showProcess(pid, sampling, recorder) : null;
  const sinks = openSinks({ outputs, sampling, pid, recorder, quietly: false, onIntent, onEditorGone: onIntent, live });
  recorder.open(sinks, {
    properties: { ...recordingProperties(options, recorder.startedAt), ...attachedProperties(pid) },
    lateProperties: () => interpreterProperties(addon, pid),
  });
  const end = await recorder.ended;
  await recorder.close(null);
  const { report } = await import(/* webpackMode: "eager" */ "./report");
  const interrupted = signalled === "SIGINT";
  const how = { outputs, options: sampling, baseline, pid, interrupted, quietly: false };
  sinks.stats?.finish();
  if (sinks.profile) await report(sinks.profile.profile, how);
  endListening();
  if (end.kind === "error") throw new UserError(end.message);
  return signalled === null || signalled === "SIGINT" ? { code: 0 } : { signal: signalled };
}

/** The view in the terminal. */
async function showProcess(pid: number, sampling: SamplingOptions, recorder: Recorder): Promise<LiveView> {
  const { openLiveView } = await import(/* webpackChunkName: "live" */ "./live");
  const stop = (): void => recorder.stop();
  return openLiveView(sampling, { pid, title: "", printed: null, onInterrupt: stop, onLeave: stop });
}

/** Throws a `UserError` when the process cannot be sampled, or a file cannot be written; nothing is left running then. */
function startRecorder(addon: Addon, sampling: SamplingOptions, pid: number, outputs: Outputs): Recorder {
  let recorder: Recorder;
  try {
    if (sampling.durationNs === 0) checkTarget(addon, pid);
    recorder = new Recorder(addon, samplerOptions(sampling, pid, false), sampling.durationNs);
  } catch (error) {
    const { code, message } = error as SamplerError;
    throw new UserError(explainProblem(addon, pid, code, message));
  }
  try {
    checkOutputs(outputs);
  } catch (error) {
    recorder.stop();
    throw error;
  }
  return recorder;
}

/** Throws what starting the sampler would throw, when it is not to be started at all. */
function checkTarget(addon: Addon, pid: number): void {
  const { supported, code, reason } = addon.inspect(pid);
  if (!supported) throw Object.assign(new Error(reason), { code });
}
