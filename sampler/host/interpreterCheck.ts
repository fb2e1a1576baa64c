import { spawnSync } from "node:child_process";
import type { Launch } from "./launch";

const MISSING_EXIT = 3;
const PYTHON_EXIT = 42;
const TIMEOUT_MS = 5000;

/** Looks for each part of a dotted name without importing any package, so none of the user's code runs. */
const LOOK_FOR_MODULE = `
import sys, importlib.util, importlib.machinery
parts = sys.argv[1].split(".")
spec = importlib.util.find_spec(parts[0])
for end in range(2, len(parts) + 1):
    places = spec and spec.submodule_search_locations
    spec = places and importlib.machinery.PathFinder.find_spec(".".join(parts[:end]), places)
sys.exit(0 if spec else ${MISSING_EXIT})
`;

/** Whether the interpreter has no such module; false when that cannot be told. Starts the interpreter once. */
export function isModuleMissing(launch: Launch): boolean {
  return ask(launch, [LOOK_FOR_MODULE, launch.target]) === MISSING_EXIT;
}

/** Whether what was launched as an interpreter understands Python at all. Starts it once. */
export function isPython(launch: Launch): boolean {
  return ask(launch, [`raise SystemExit(${PYTHON_EXIT})`]) === PYTHON_EXIT;
}

/** The interpreter's version, such as "3.14.2" or "3.15.0rc1"; null when it does not say. Starts it once. */
export function askVersion({ python, flags, cwd, env }: Launch): string | null {
  const code = "import sys; print(sys.version.split()[0])";
  const { stdout } = spawnSync(python, [...flags, "-c", code], { cwd, env, encoding: "utf8", timeout: TIMEOUT_MS });
  return /^\d+\.\d+\.\S+$/.exec(stdout?.trim() ?? "")?.[0] ?? null;
}

/** Exit code of a few lines of Python and their arguments; null when they did not end. */
function ask({ python, flags, cwd, env }: Launch, code: readonly string[]): number | null {
  return spawnSync(python, [...flags, "-c", ...code], { cwd, env, stdio: "ignore", timeout: TIMEOUT_MS }).status;
}
