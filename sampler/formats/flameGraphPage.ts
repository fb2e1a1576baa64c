import { computeFlameGraph, computeProfileFacts, computeThreadsWithSamples } from "../profile";
import type { FlameGraphSelection, FlameOptions, Profile, ThreadWithSamples } from "../profile";
import { base64 } from "./base64";
import type { Format } from "./format";
import { sha256 } from "./sha256";

export const flameGraphPageFormat: Format = {
  id: "flamegraph",
  option: "--flamegraph",
  extension: "html",
  description: "A flame graph as one HTML page that needs nothing else",
  defaultName: (pid) => `flamegraph_${pid}.html`,
  write: (profile, context) => [
    writeFlameGraphPage(profile, {
      title: context.title,
      script: context.flameScript(),
      sourceLine: context.sourceLine,
      projectRoots: context.projectRoots,
    }),
  ],
};

export interface FlameGraphPageOptions extends Pick<FlameOptions, "sourceLine" | "projectRoots"> {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  /** Text of the bundle that draws: a script that reads the element `tachyon-data`. */
  readonly script: string;
}

/** Pages of programs with more threads show all of them together only. */
const maxThreads = 32;
/** Boxes of all graphs of a page together; about 100 bytes each. */
const maxBoxesOfPage = 200_000;

/**
 * One self-contained page: the script, and the profile's flame graphs (all threads, and each thread, both ways up) as
 * data. Its content security policy lets nothing run but this script, and nothing be loaded.
 */
export function writeFlameGraphPage(profile: Profile, options: FlameGraphPageOptions): string {
  const data = pageData(profile, options);
  const script = inlineScript(options.script);
  const hash = base64(sha256(new TextEncoder().encode(script)));
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:`;
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(data.facts.title)} · Tachyon flame graph</title>`,
    "</head>",
    "<body>",
    `<script type="application/json" id="tachyon-data">${inlineJson(data)}</script>`,
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function pageData(profile: Profile, options: FlameGraphPageOptions) {
  const facts = computeProfileFacts(profile, { title: options.title, live: false, notes: [] });
  const all = computeThreadsWithSamples(profile);
  const threads = all.length > 1 && all.length <= maxThreads ? all : [];
  const selections = selectionsOf(threads);
  const maxBoxes = Math.floor(maxBoxesOfPage / selections.length);
  const graphs = selections.map((selection) => {
    return { selection, graph: computeFlameGraph(profile, selection, { ...options, maxBoxes }) };
  });
  const tooMany = `The program had ${all.length} threads; this page shows them together only.`;
  const notes = all.length > maxThreads ? [...facts.notes, tooMany] : facts.notes;
  return { graphs, threads, facts: { ...facts, notes } };
}

function selectionsOf(threads: readonly ThreadWithSamples[]): FlameGraphSelection[] {
  const rows = [-1, ...threads.map(({ thread }) => thread)];
  return rows.flatMap((thread) => [false, true].map((inverted) => ({ thread, inverted })));
}

/** JSON in which no text can end the element it stands in: typed arrays as base64, every `<` escaped. */
function inlineJson(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => (ArrayBuffer.isView(member) ? column(member) : member));
  return text.replace(/[<\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Every platform that Python and Node run on together is little-endian, as the page expects. */
function column(array: ArrayBufferView): { type: string; base64: string } {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return { type: array.constructor.name, base64: base64(bytes) };
}

/**
 * The script as it may stand in a page. What would end or derail its element can only be in string literals there,
 * where `\x3c` means the same. Line ends are as the browser will hash them.
 */
function inlineScript(script: string): string {
  return script.replace(/\r\n?/g, "\n").replace(/<(?=\/script|!--)/gi, "\\x3c");
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => entities[sign]);
}
