import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { computeFunctionTotals, computeStackWeights, type Profile } from "../../sampler/profile";
import { EventKind } from "../../sampler/wire";
import { interpreterOrSkip, isReleaseOf, plainVersions, type PythonVersion, supportedVersions } from "../support/interpreters";
import { readRecording, tachyon } from "./tachyon";

const TARGETS = path.join(__dirname, "targets");
/** Deviations of a share that are not believed: four standard errors, and one part in 200. */
const STANDARD_ERRORS = 4;
const SLACK = 0.005;
/** A share that may deviate by more than this tells nothing. */
const LARGEST_DEVIATION = 0.1;

/** The first free-threaded version leaves all instructions as they are. */
const specialises = (version: PythonVersion): boolean => version !== "3.13t";

/** Names of every instruction that an interpreter knows, specialised forms included. */
const ALL_INSTRUCTIONS = `
import json, opcode
print(json.dumps([*opcode.opmap, *getattr(opcode, "_specialized_instructions", []), *getattr(opcode, "_specialized_opmap", [])]))
`;

for (const version of supportedVersions) {
  describe(`sampling CPython ${version}`, function () {
    this.timeout(60_000);
    let python: string;
    let folder: string;

    before(function () {
      python = interpreterOrSkip(this, version);
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-live-"));
    });

    after(() => folder && fs.rmSync(folder, { recursive: true }));

    /** Runs a target to its end; gives the recording of it and what it printed. */
    async function record(target: string, options: readonly string[], args: readonly string[]) {
      const file = path.join(folder, `${target}.tachyon`);
      const script = path.join(TARGETS, target);
      const end = await tachyon(["run", "--python", python, ...options, "-o", file, script, ...args]);
      assert.equal(end.code, 0, end.stderr);
      return { profile: readRecording(file), printed: end.stdout };
    }

    describe("of known shares", () => {
      let profile: Profile;
      let spent: Spent;
      let seconds: number;

      // A machine that stalls lets few samples through: then for longer, until they can tell something.
      before(async function () {
        this.timeout(120_000);
        for (seconds = 1.2; seconds < 40; seconds *= 2) {
          const run = await record("shares.py", ["--opcodes", "-r", "2khz"], [`${seconds}`]);
          profile = run.profile;
          spent = JSON.parse(run.printed);
          if (deviationOf(share(spent), profile) < LARGEST_DEVIATION) return;
        }
      });

      it("gives each function the share that it measured itself", () => {
        const weights = computeStackWeights(profile);
        const totals = computeFunctionTotals(profile, weights, "total");
        const nameOf = (row: number): string => profile.strings[profile.functions.name[row]];
        const [heavy, light] = ["heavy", "light"].map((name) => totals.find((row) => nameOf(row.function) === name)!);
        const expected = share(spent);
        const bound = deviationOf(expected, profile);
        const measured = share({ heavy: heavy.total, light: light.total });
        assert.ok(bound < LARGEST_DEVIATION, `too few samples to tell anything: ± ${bound}`);
        assert.ok(Math.abs(measured - expected) < bound, `${measured} is not ${expected} ± ${bound}`);
      });

      it("sees only lines that can be running, with the columns of their expressions where they are known", () => {
        const source = fs.readFileSync(path.join(TARGETS, "shares.py"), "utf8").split("\n");
        const seen = leafLocations(profile, "heavy");
        const hasColumns = !plainVersions.includes(version);
        assert.ok(seen.length >= 2);
        for (const { line, column, endColumn } of seen) {
          const text = source[line - 1];
          assert.match(text, /while clock|x [+-]= 1|x = 0|return clock|def heavy/);
          if (!hasColumns) {
            assert.deepEqual([column, endColumn], [-1, -1]);
            continue;
          }
          // Entering a function stands at its first line and is no wider than nothing.
          const narrowest = text.startsWith("def") ? column : column + 1;
          assert.ok(column >= 0 && endColumn >= narrowest && endColumn <= text.length, `${text} ${column}-${endColumn}`);
        }
        if (!hasColumns) return;
        assert.ok(seen.some(({ line, column, endColumn }) => /^x [+-]= 1$/.test(cut(source, line, column, endColumn))));
      });

      it("reads opcodes as executed, specialised forms too where there are any", () => {
        const known = JSON.parse(execFileSync(python, ["-c", ALL_INSTRUCTIONS], { encoding: "utf8" })) as string[];
        const { opcodes, strings } = profile;
        const names = Array.from({ length: opcodes.length }, (_, row) => strings[opcodes.name[row]]);
        assert.deepEqual(names.filter((name) => !known.includes(name)), []);
        if (plainVersions.includes(version)) {
          assert.ok(names.includes("INPLACE_ADD"), names.join(", "));
          return;
        }
        const specialised = names.indexOf("BINARY_OP_ADD_INT");
        if (!specialises(version)) return assert.equal(specialised, -1);
        assert.ok(specialised >= 0, `no BINARY_OP_ADD_INT among ${names.join(", ")}`);
        assert.equal(strings[opcodes.base[specialised]], "BINARY_OP");
      });

      it("whole stacks begin at the module and end in what it called", () => {
        const weights = computeStackWeights(profile);
        for (let node = 0; node < weights.weight.length; node++) {
          if (weights.samples[node] === 0) continue;
          const names = functionNames(profile, node);
          if (names.at(-1) === "heavy") assert.deepEqual(names.slice(-3), ["<module>", "main", "heavy"]);
        }
      });

      it("writes down what it was", () => {
        const { properties, statistics, events } = profile;
        assert.ok(isReleaseOf(version, properties.get("python")), properties.get("python"));
        assert.equal(properties.get("script"), path.join(TARGETS, "shares.py"));
        assert.deepEqual(JSON.parse(properties.get("command")!).slice(1), [path.join(TARGETS, "shares.py"), `${seconds}`]);
        assert.equal(properties.get("rate"), "2000");
        assert.ok(statistics.time > seconds * 1e9 && statistics.samples > 0);
        const kinds = events.map(({ kind }) => kind);
        assert.deepEqual(kinds, [
          EventKind.Started,
          EventKind.FirstSample,
          EventKind.Stopped,
          EventKind.TargetExited,
        ]);
      });
    });

    it("sees every thread with -a, and the main thread only without", async () => {
      const waiters = ["first_waiter", "second_waiter", "third_waiter"];
      const { profile: all } = await record("threads.py", ["-a"], ["0.3"]);
      const seen = sampledFunctions(all);
      assert.deepEqual(waiters.filter((name) => !seen.has(name)), []);
      assert.ok(seen.has("main_work"));
      assert.equal(all.threads.filter(({ main }) => main).length, 1);
      assert.ok(all.threads.length >= 4);
      const { profile: main } = await record("threads.py", [], ["0.3"]);
      assert.deepEqual(waiters.filter((name) => sampledFunctions(main).has(name)), []);
      assert.deepEqual(main.threads.map((thread) => thread.main), [true]);
    });

    it("reads a recursion of 9,000 frames whole", async () => {
      const { profile } = await record("deep.py", ["-r", "200hz"], ["9000", "0.5"]);
      const weights = computeStackWeights(profile);
      const depths = new Map<number, number>();
      for (let node = 0; node < weights.weight.length; node++) {
        if (weights.samples[node] === 0) continue;
        const names = functionNames(profile, node);
        if (names.at(-1) !== "hold") continue;
        const depth = names.filter((name) => name === "descend").length;
        depths.set(depth, (depths.get(depth) ?? 0) + weights.samples[node]);
      }
      assert.deepEqual([...depths.keys()], [9000]);
    });

    it("leaves arguments, stdin, output, working directory and exit code to the program", async () => {
      const common = ["run", "--python", python, "--cwd", folder, "-o", path.join(folder, "echo.tachyon")];
      const args = ["-r", "x", "--collapsed", "", "ü b"];
      const options = { input: "typed\n", env: { EXIT_CODE: "7", PYTHONPATH: TARGETS, PYTHONIOENCODING: "utf-8" } };
      const expected = { args, cwd: fs.realpathSync(folder), name: "__main__", stdin: "typed\n" };
      for (const target of [[path.join(TARGETS, "echo.py")], ["-m", "echo"]]) {
        const end = await tachyon([...common, ...target, ...args], options);
        assert.equal(end.code, 7, end.stderr);
        assert.deepEqual(JSON.parse(end.stdout), expected);
        assert.match(end.stderr, /^to stderr$/m);
      }
    });
  });
}

/** Names of the functions of a stack, root first. */
function functionNames({ stacks, frames, functions, strings }: Profile, leaf: number): string[] {
  const names: string[] = [];
  for (let node = leaf; node >= 0; node = stacks.parent[node]) {
    names.push(strings[functions.name[frames.function[stacks.frame[node]]]]);
  }
  return names.reverse();
}

/** Seconds in each function. */
interface Spent {
  readonly heavy: number;
  readonly light: number;
}

const share = ({ heavy, light }: Spent): number => heavy / (heavy + light);

/** How far a measured share may be from the expected one. */
const deviationOf = (expected: number, profile: Profile): number =>
  STANDARD_ERRORS * Math.sqrt((expected * (1 - expected)) / independentSamples(profile)) + SLACK;

/** How many samples of equal weight would tell shares as exactly as these do: gaps make a sample weigh more. */
function independentSamples({ runs }: Profile): number {
  let [sum, squares] = [0, 0];
  for (let run = 0; run < runs.length; run++) {
    if (runs.stack[run] < 0) continue;
    sum += runs.weight[run];
    squares += runs.weight[run] ** 2 / runs.count[run];
  }
  return sum ** 2 / squares;
}

/** Names of all functions that whole samples saw. */
function sampledFunctions(profile: Profile): Set<string> {
  const totals = computeFunctionTotals(profile, computeStackWeights(profile), "total");
  return new Set(totals.map((row) => profile.strings[profile.functions.name[row.function]]));
}

/** Where a function was while it was the leaf of whole samples. */
function leafLocations(profile: Profile, name: string): { line: number; column: number; endColumn: number }[] {
  const { stacks, frames, functions, strings } = profile;
  const { samples } = computeStackWeights(profile);
  const found = Array.from(samples.keys()).filter((node) => samples[node] > 0);
  return found
    .map((node) => stacks.frame[node])
    .filter((frame) => strings[functions.name[frames.function[frame]]] === name)
    .map((frame) => ({ line: frames.line[frame], column: frames.column[frame], endColumn: frames.endColumn[frame] }));
}

function cut(source: readonly string[], line: number, column: number, endColumn: number): string {
  return source[line - 1].slice(column, endColumn);
}
