import { loadAddon, type Addon } from "../host/addon";
import { findInterpreter, versionInName } from "../host/interpreter";
import { isModuleMissing, isPython } from "../host/interpreterCheck";
import { checkLaunch, launchProgram, type Exit, type Launch, type LaunchedProgram } from "../host/launch";
import { packageRoot } from "../host/packageRoot";
import { launchedInterpreterProperties, launchProperties, recordingProperties } from "../host/properties";
import { Recorder, type RecordingEnd } from "../host/recorder";
import { standForProgram } from "../host/signals";
import { FAILURE_EXIT, UserError } from "../host/userError";
import type { Intent } from "../host/intents";
import type { Profile } from "../profile";
import type { LiveView } from "./live";
import { checkTerminal } from "./live/requirements";
import { complain } from "./messages";
import { openBaseline } from "./openBaseline";
import { samplerOptions, type SamplingOptions } from "./options";
import { checkOutputs, planOutputs, type Outputs } from "./outputs";
import type { Sinks } from "./sinks";
import { explainProblem, unsupportedVersion } from "./versions";

export interface RunOptions {
  readonly sampling: SamplingOptions;
  readonly module: boolean;
  /** Script or module name, as the user wrote it. */
  readonly target: string;
  readonly args: readonly string[];
  /** Path or name of the interpreter; undefined for the one on PATH. */
  readonly python: string | undefined;
  /** The interpreter's own options. */
  readonly flags: readonly string[];
  readonly cwd: string;
}

/** A program that runs, and all that is needed to sample it. */
interface Running {
  readonly addon: Addon;
  readonly launch: Launch;
  readonly program: LaunchedProgram;
  readonly sampling: SamplingOptions;
  readonly outputs: Outputs;
  readonly baseline: Profile | null;
  /** The person has left the live view, and wants the program to end. */
  hasQuit: boolean;
}

/** How long a program may take to end by itself once it was asked to. */
const KILL_AFTER_MS = 2000;

/**
 * Starts a program and samples it until it ends, the duration is over, or the editor says stop; in any case waits for
 * the program. Resolves with how it ended; with a failure when it ended well and its profile did not.
 * Throws a `UserError` for what can be known beforehand; nothing has been started then.
 */
export async function run(options: RunOptions): Promise<Exit> {
  if (options.sampling.live) checkTerminal();
  const launch = planLaunch(options);
  const outputs = planOutputs(options.sampling);
  checkLaunch(launch);
  const addon = loadAddon(packageRoot());
  refuseOtherVersions(launch.python, addon);
  checkOutputs(outputs);
  const baseline = await openBaseline(options.sampling);
  const program = await launchProgram(launch);
  const endStanding = standForProgram((signal) => program.kill(signal));
  const { sampling } = options;
  const running: Running = { addon, launch, program, sampling, outputs, baseline, hasQuit: false };
  const profiled = await tryRecord(running);
  const exit = await program.exited;
  endStanding();
  // How a program ends that was asked to is no failure of its own.
  if (running.hasQuit) return { code: profiled ? 0 : FAILURE_EXIT };
  return !profiled && "code" in exit && exit.code === 0 ? { code: FAILURE_EXIT } : exit;
}

function planLaunch({ module, target, args, python, flags, cwd, sampling }: RunOptions): Launch {
  const env = { ...process.env };
  // Only there to make an editor's executable run us as Node; the program is not to see it.
  if (sampling.stream !== null) delete env.ELECTRON_RUN_AS_NODE;
  return { python: findInterpreter(python), flags, module, target, args, cwd, env, captured: sampling.live };
}

function refuseOtherVersions(python: string, addon: Addon): void {
  const version = versionInName(python);
  if (version === null || addon.supportedVersions.includes(version)) return;
  throw new UserError(unsupportedVersion(`${python} is`, version, addon, "Choose another interpreter with --python."));
}

/** Whether the program got its profile; what went wrong has been said. Never throws: the program is running. */
async function tryRecord(running: Running): Promise<boolean> {
  try {
    return await recordProgram(running);
  } catch (error) {
    complain((error as Error).message);
    return false;
  }
}

async function recordProgram(running: Running): Promise<boolean> {
  const { addon, launch, program, sampling, outputs } = running;
  const options = samplerOptions(sampling, program.pid, true);
  const recorder = new Recorder(addon, options, sampling.durationNs);
  // The program and the sampler run already; the rest is loaded beside them.
  const { openSinks } = await import(/* webpackMode: "eager" */ "./sinks");
  const onIntent = ({ intent }: Intent): void => {
    recorder.stop();
    if (intent === "terminate") program.kill("SIGTERM");
  };
  const live = sampling.live ? await showProgram(running, recorder) : null;
  const sinks = openSinks({ outputs, sampling, pid: program.pid, recorder, quietly: true, onIntent, live });
  recorder.open(sinks, {
    properties: { ...recordingProperties(options, recorder.startedAt), ...launchProperties(launch) },
    lateProperties: () => launchedInterpreterProperties(addon, program.pid, launch),
  });
  void program.exited.then(() => recorder.targetEnded());
  if (sampling.killAfterDuration) void recorder.ended.then(({ kind }) => kind === "duration" && endProgram(program));
  try {
    const end = await recorder.ended;
    await live?.close();
    return await conclude(end, recorder, sinks, running);
  } finally {
    live?.leave();
    await recorder.close(await program.exited);
  }
}

/** The view in the terminal. Who quits it ends the program, as in CPython's own profiler. */
async function showProgram(running: Running, recorder: Recorder): Promise<LiveView> {
  const { launch, program, sampling } = running;
  const { openLiveView } = await import(/* webpackChunkName: "live" */ "./live");
  return openLiveView(sampling, {
    pid: program.pid,
    title: [launch.target, ...launch.args].join(" "),
    printed: program.printed,
    onInterrupt: () => program.kill("SIGINT"),
    onLeave: (how) => {
      recorder.stop();
      if (how !== "quit") return;
      running.hasQuit = true;
      endProgram(program);
    },
  });
}

/** When sampling is over: says what went wrong, or reports. Whether there is a profile. Throws a `UserError`. */
async function conclude(end: RecordingEnd, recorder: Recorder, sinks: Sinks, running: Running): Promise<boolean> {
  const problem = await explainEnd(end, recorder, running);
  if (problem !== null) complain(problem);
  // What was sampled before an error is worth as much as before.
  if (problem !== null && !(end.kind === "error" && recorder.hasSamples)) return false;
  const { report } = await import(/* webpackMode: "eager" */ "./report");
  const { outputs, sampling: options, baseline, program } = running;
  const how = { outputs, options, baseline, pid: program.pid, interrupted: false, quietly: true };
  sinks.stats?.finish();
  if (sinks.profile) await report(sinks.profile.profile, how);
  return true;
}

/** Asks the program to end; makes it end when it does not. */
function endProgram(program: LaunchedProgram): void {
  program.kill("SIGTERM");
  const timer = setTimeout(() => program.kill("SIGKILL"), KILL_AFTER_MS);
  void program.exited.then(() => clearTimeout(timer));
}

/** What the user has to know of how sampling ended; null when there is nothing. */
async function explainEnd(end: RecordingEnd, recorder: Recorder, running: Running): Promise<string | null> {
  const { addon, launch, program } = running;
  // The shortest programs are over before the sampler has seen that they are Python: only asking tells.
  const isOver = end.kind === "exited" || (end.kind === "error" && end.code === "NOT_PYTHON");
  if (end.kind === "error" && !isOver) return explainProblem(addon, program.pid, end.code, end.message);
  if (!isOver) return null;
  if (!recorder.hasSamples && !isPython(launch)) {
    return `'${launch.python}' is not a Python interpreter. Choose one with --python.`;
  }
  const exit = await program.exited;
  // The interpreter has said so itself, in its own words; only a failure is worth a second look.
  const isMissing = launch.module && "code" in exit && exit.code === 1 && isModuleMissing(launch);
  if (!isMissing) return null;
  return (
    `Module '${launch.target}' not found by ${launch.python}. Check the name, install it there, or choose another ` +
    "interpreter with --python."
  );
}
