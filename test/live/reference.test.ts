import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { interpreterOrSkip } from "../support/interpreters";
import { attachCases, replayCases, runCases, type Case } from "./referenceCases";
import { tachyon, until } from "./tachyon";

/** What of one use is compared. */
interface Outcome {
  readonly code: string;
  readonly files: string;
  readonly says: string;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  busy: "def busy():\n    for _ in range(30): sum(range(200000))\nbusy()\nopen('ended', 'w')\n",
  handles: "try: 1 / 0\nexcept ZeroDivisionError:\n    for _ in range(30): sum(range(200000))\n",
  long: "import time\nend = time.time() + 2.5\nwhile time.time() < end: sum(range(1000))\nopen('ended', 'w')\n",
  tasks: "import asyncio\nasync def f():\n    for _ in range(300): sum(range(20000)); await asyncio.sleep(0)\nasyncio.run(f())\n",
  parent: "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; e = time.time() + 4\\nwhile time.time() < e: pass'])\n",
  exit3: "import sys\nsum(range(5000000))\nsys.exit(3)\n",
  raises: "sum(range(5000000))\nraise ValueError('mistake')\n",
};

/** Words that both use when something went as it should. */
const PHRASES = [
  ...["Captured ", "No samples were collected", "Profile Stats:", "Legend:", "Summary of Interesting Functions:", "Stats: "],
  ...["Collapsed stack output written to ", "Flamegraph saved to: ", "Binary profile written to ", "Gecko profile written to "],
  ...["JSONL profile written to ", "Heatmap output written to ", "Replaying ", "Replayed ", "Warning: --blocking with a 50 µs"],
];

/** So many uses are tried at once, each on both: most of the time goes by waiting. */
const AT_ONCE = 3;
const ALL: readonly (readonly [command: string, one: Case])[] = [
  ...runCases.map((one) => ["run", one] as const),
  ...attachCases.map((one) => ["attach", one] as const),
  ...replayCases.map((one) => ["replay", one] as const),
];

describe("beside CPython 3.15's own profiler", function () {
  this.timeout(120_000);
  let python: string;
  let base: string;
  let bin: string;
  const table: string[][] = [["use", "exit code", "files", "verdict"]];
  const outcomes: Promise<readonly [theirs: Outcome, ours: Outcome]>[] = [];

  before(async function () {
    python = interpreterOrSkip(this, "3.15");
    base = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-reference-"));
    bin = path.join(base, "made.bin");
    const folder = prepareFolder("made");
    const made = await useReference(["run", "--binary", "-o", bin, path.join(folder, "busy.py")], folder);
    assert.equal(made.code, 0, made.text);
  });

  after(async () => {
    await Promise.allSettled(outcomes);
    const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
    for (const row of table) console.log(`      ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd());
    if (base !== undefined) fs.rmSync(base, { recursive: true });
  });

  for (const [index, [command, { words }]] of ALL.entries()) it(`${command} ${words}`, () => compare(index));

  /** Those of the next uses begin meanwhile. */
  function outcomesOf(index: number): Promise<readonly [theirs: Outcome, ours: Outcome]> {
    for (let next = index; next < Math.min(index + AT_ONCE, ALL.length); next++) {
      outcomes[next] ??= useBoth(...ALL[next], next);
      outcomes[next].catch(() => {});
    }
    return outcomes[index];
  }

  async function compare(index: number): Promise<void> {
    const [command, { words, differs = {} }] = ALL[index];
    const [theirs, ours] = await outcomesOf(index);
    const isLimited = /-l |--limit /.test(words);
    const hasRows = command === "replay" && !isLimited && theirs.code === "0";
    const isDifferent = {
      code: ours.code !== theirs.code,
      files: ours.files !== theirs.files,
      says: !saysAll(ours, theirs) || (isLimited && rowsOf(ours).length !== rowsOf(theirs).length),
    };
    const kinds = ["code", "files", "says"] as const;
    const different = kinds.filter((key) => (key === "code" || !isDifferent.code) && isDifferent[key]);
    const reasons = different.map((key) => differs[key]).filter((reason) => reason !== undefined);
    // Rows that are alike in what they are sorted by may stand in any order.
    if (hasRows) assert.deepEqual(rowsOf(ours).sort(), rowsOf(theirs).sort());
    const both = (key: "code" | "files"): string => (ours[key] === theirs[key] ? ours[key] : `${theirs[key]} → ${ours[key]}`);
    table.push([`${command} ${words}`, both("code"), both("files"), reasons.join("; ") || "the same"]);
    const unexpected = different.filter((key) => differs[key] === undefined);
    assert.deepEqual(unexpected.map((key) => `${key}: theirs ${theirs[key]} | ours ${ours[key]}`), []);
    const gone = Object.keys(differs).filter((key) => !different.includes(key as keyof Outcome));
    assert.deepEqual(gone, [], "differences that the list names and that are no more");
  }

  function useBoth(command: string, { words }: Case, index: number): Promise<readonly [Outcome, Outcome]> {
    return Promise.all([
      useIn(prepareFolder(`reference-${index}`), command, words, useReference),
      useIn(prepareFolder(`ours-${index}`), command, words, useOurs),
    ]);
  }

  async function useIn(folder: string, command: string, words: string, use: typeof useReference): Promise<Outcome> {
    const target = words.includes("{pid}") ? await startTarget(folder) : null;
    const places: Record<string, string> = { folder: path.join(folder, "sub"), json: path.join(folder, "a.json"), bin };
    for (const name of Object.keys(PROGRAMS)) places[name] = path.join(folder, `${name}.py`);
    const fill = (word: string): string => word.replace(/\{(\w+)\}/, (_, name: string) => (name === "pid" ? `${target?.pid}` : places[name]));
    const before = listFiles(folder);
    const { code, text } = await use([command, ...words.split(" ").filter((word) => word !== "").map(fill)], folder);
    target?.kill("SIGKILL");
    // A browser is not waited for.
    if (words.includes("--flamegraph --browser")) await until("the browser is started", () => fs.existsSync(path.join(folder, "opened")));
    const files = listFiles(folder).filter((name) => !before.includes(name));
    return { code: String(code), files: files.map(withoutPid).sort().join(" ") || "-", says: text };
  }

  function prepareFolder(name: string): string {
    const folder = path.join(base, name);
    fs.mkdirSync(path.join(folder, "sub"), { recursive: true });
    for (const [program, text] of Object.entries(PROGRAMS)) fs.writeFileSync(path.join(folder, `${program}.py`), text);
    fs.writeFileSync(path.join(folder, "a.json"), "[1]");
    fs.writeFileSync(path.join(folder, "browser"), `#!/bin/sh\ntouch ${folder}/opened\n`, { mode: 0o755 });
    return folder;
  }

  async function startTarget(cwd: string) {
    const child = spawn(python, ["-uc", "print()\nwhile True: sum(range(1000))"], { cwd, stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return child;
  }

  function useReference(args: readonly string[], folder: string): Promise<{ code: number | null; text: string }> {
    const child = spawn(python, ["-m", "profiling.sampling", ...args], { cwd: folder, env: envOf(folder), stdio: ["ignore", "pipe", "pipe"] });
    return ended(child);
  }

  async function useOurs([command, ...args]: readonly string[], folder: string) {
    const own = command === "run" ? ["--python", python] : [];
    const end = await tachyon([command, ...own, ...args], { cwd: folder, env: envOf(folder) });
    return { code: end.code, text: end.stdout + end.stderr };
  }
});

/** Bytecode is kept for the next use, but not beside the interpreter, which tests do not change. */
function envOf(folder: string): NodeJS.ProcessEnv {
  const bytecode = { PYTHONDONTWRITEBYTECODE: undefined, PYTHONPYCACHEPREFIX: path.join(folder, "..", "bytecode") };
  return { ...process.env, ...bytecode, BROWSER: path.join(folder, "browser"), NO_COLOR: "1", PYTHON_COLORS: "0" };
}

async function ended(child: ReturnType<typeof spawn>): Promise<{ code: number | null; text: string }> {
  let text = "";
  child.stdout!.on("data", (data: Buffer) => (text += data));
  child.stderr!.on("data", (data: Buffer) => (text += data));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

/** Files below a folder, by their names in it; what a folder that came to be holds is its own matter. */
function listFiles(folder: string): string[] {
  const top = fs.readdirSync(folder).filter((name) => name !== "sub" && name !== "__pycache__");
  return [...top, ...fs.readdirSync(path.join(folder, "sub")).map((name) => `sub/${name}`)];
}

function withoutPid(name: string): string {
  return name.replace(/_\d+(?=\.|$)/, "_PID");
}

/** Whether ours says what theirs says: the same complaint where there is one, else the same phrases. */
function saysAll(ours: Outcome, theirs: Outcome): boolean {
  const complaint = complaintIn(theirs);
  if (complaint !== null) return ours.says.includes(complaint);
  return PHRASES.every((phrase) => !theirs.says.includes(phrase) || ours.says.includes(phrase));
}

/** Counts, shares and places. Not times: theirs are counts times the interval, ours are measured by the file's own clock. */
function rowsOf({ says }: Outcome): string[] {
  const rows = says.matchAll(/^ +(\d+\/\d+) +(\S+) +\S+ +(\S+) +\S+ +(.*)/gm);
  return [...rows].map(([, ...columns]) => columns.join(" "));
}

function complaintIn({ code, says }: Outcome): string | null {
  const line = says.trimEnd().split("\n").at(-1) ?? "";
  const match = /^(?:\S+ \S+ (?:\w+: )?error: (?:argument [^:]*: )?|Error: |\w+Error: |Tachyon cannot find the \w+: |.*?: error: (?:argument [^:]*: )?)(.*?)\.?$/.exec(line);
  return code === "0" ? null : (match?.[1] ?? null);
}
