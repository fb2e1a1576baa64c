import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** Numbers of a path of functions, root first; a function is `FILE|NAME`. */
export interface PathNumbers {
  self: number;
  total: number;
  /** In the baseline, of differential graphs. */
  baselineSelf: number;
  baselineTotal: number;
}

interface Node {
  readonly filename?: number;
  readonly funcname?: number;
  readonly self: number;
  readonly value: number;
  readonly baseline?: number;
  readonly baseline_total?: number;
  readonly children?: readonly Node[];
}

interface Graph extends Node {
  readonly strings: readonly string[];
  readonly stats: { readonly elided_flamegraph?: Graph };
}

/** What a flame graph of the reference shows, lines of a function together; and what is gone since its baseline. */
export function readReferenceFlames(page: Buffer): { now: Map<string, PathNumbers>; gone: Map<string, PathNumbers> } {
  const [, json] = /const EMBEDDED_DATA = (.*);$/m.exec(page.toString())!;
  const graph = JSON.parse(json) as Graph;
  const elided = graph.stats.elided_flamegraph;
  return { now: pathsOf(graph), gone: elided === undefined ? new Map() : pathsOf(elided) };
}

function pathsOf(graph: Graph): Map<string, PathNumbers> {
  const paths = new Map<string, PathNumbers>();
  const walk = (node: Node, above: string): void => {
    // The root of several is no function.
    const isFunction = node.filename !== undefined && node.funcname !== undefined;
    const path = isFunction ? `${above};${graph.strings[node.filename]}|${graph.strings[node.funcname]}` : above;
    if (isFunction) addNode(paths, path, node);
    for (const child of node.children ?? []) walk(child, path);
  };
  walk(graph, "");
  // A function's baseline is split among its lines, in floating point.
  for (const numbers of paths.values()) {
    numbers.baselineSelf = Math.round(numbers.baselineSelf);
    numbers.baselineTotal = Math.round(numbers.baselineTotal);
  }
  return paths;
}

function addNode(paths: Map<string, PathNumbers>, path: string, node: Node): void {
  const numbers = paths.get(path) ?? { self: 0, total: 0, baselineSelf: 0, baselineTotal: 0 };
  numbers.self += node.self;
  numbers.total += node.value;
  numbers.baselineSelf += node.baseline ?? 0;
  numbers.baselineTotal += node.baseline_total ?? 0;
  paths.set(path, numbers);
}

/** Lines of the reference's heat map that have samples: `FILE:LINE SELF TOTAL`, sorted. */
export function readReferenceHeatmap(folder: string): string[] {
  const pages = readdirSync(folder).filter((name) => name.startsWith("file_"));
  return pages.flatMap((name) => linesOf(readFileSync(path.join(folder, name), "utf8"))).sort();
}

function linesOf(page: string): string[] {
  const [, file] = /<title>(.*) - Heatmap<\/title>/.exec(page)!;
  const lines = page.matchAll(/id="line-(\d+)" title="Self: (\d+), Total: (\d+)"/g);
  return [...lines].map(([, line, self, total]) => `${file}:${line} ${self} ${total}`);
}
