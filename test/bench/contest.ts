import type { PythonVersion } from "../support/interpreters";
import { ensureAustin, ensurePySpy } from "./peers";
import { type Profiler, austin, ours, pySpy, reference } from "./profilers";

/** Profilers that are compared on one interpreter. */
export interface Contest {
  readonly version: string;
  readonly python: string;
  /** The first is what the others are compared with. */
  profilersAt(hz: number): Profiler[];
}

/** The newest versions that each peer reads: CPython's profiler only its own, Austin 3.7 up to 3.13, py-spy 0.4.2 up to 3.14. */
export async function chooseContests(
  found: ReadonlyMap<PythonVersion, string>,
  versions: readonly string[],
  withStopping: boolean,
): Promise<Contest[]> {
  const contests: Contest[] = [];
  for (const version of versions) {
    const python = found.get(version as PythonVersion);
    if (python === undefined) throw new Error(`The benchmark needs CPython ${version} and found none.`);
    const peers = version === "3.15" ? withReference(python, withStopping) : await withOthers(python, version);
    contests.push({ version, python, profilersAt: (hz) => [ours(), ...peers(hz)] });
  }
  return contests;
}

/** What stops the target is slow enough at 1 kHz. */
function withReference(python: string, withStopping: boolean): (hz: number) => Profiler[] {
  const stopping = [
    ours("tachyon exact", "--exact"),
    ours("tachyon blocking", "--blocking"),
    reference(python, "reference blocking", "--blocking"),
  ];
  return (hz) => [reference(python), ...(withStopping && hz === 1000 ? stopping : [])];
}

async function withOthers(python: string, version: string): Promise<(hz: number) => Profiler[]> {
  const spy = await ensurePySpy(python);
  const spies = [pySpy(spy), pySpy(spy, "py-spy nonblocking", "--nonblocking")];
  const peers = version === "3.14" ? spies : [austin(await ensureAustin()), ...spies];
  return () => peers;
}
