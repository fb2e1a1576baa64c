import { Category, type FlameGraph } from "../protocol";

/** What a search found. */
export interface SearchResult {
  /** Per box, 1 where it matches. */
  readonly matched: Uint8Array;
  /** Matching boxes in drawing order, callers before callees. */
  readonly boxes: readonly number[];
  /** Share (0 … 1) of all weight that lies in matching boxes, each nanosecond counted once. */
  readonly share: number;
}

type Test = (box: number) => boolean;

/**
 * Finds boxes by function name or file (plain text, any case), by `/regular expression/`, or by `file.py:42`.
 * Merged boxes never match. Null for an empty text; throws SyntaxError for a regular expression that is none.
 */
export function searchGraph(graph: FlameGraph, text: string): SearchResult | null {
  const query = text.trim();
  if (query === "") return null;
  const test = makeTest(graph, query);
  const matched = new Uint8Array(graph.length);
  const covered = new Uint8Array(graph.length);
  const boxes: number[] = [];
  let weight = 0;
  for (let box = 0; box < graph.length; box++) {
    const parent = graph.parent[box];
    covered[box] = parent >= 0 ? covered[parent] : 0;
    if (graph.category[box] === Category.Merged || !test(box)) continue;
    matched[box] = 1;
    boxes.push(box);
    if (covered[box] === 0) weight += graph.weight[box];
    covered[box] = 1;
  }
  boxes.sort((a, b) => graph.start[a] - graph.start[b] || graph.depth[a] - graph.depth[b]);
  return { matched, boxes, share: graph.totalWeight > 0 ? Math.min(1, weight / graph.totalWeight) : 0 };
}

function makeTest(graph: FlameGraph, query: string): Test {
  const pattern = /^\/(.+)\/(i?)$/.exec(query);
  if (pattern !== null) {
    const expression = new RegExp(pattern[1], pattern[2]);
    return textTest(graph, (text) => expression.test(text));
  }
  const place = /^(.+\.\w+):(\d+)$/.exec(query);
  if (place !== null) return placeTest(graph, place[1].toLowerCase(), Number(place[2]));
  const wanted = query.toLowerCase();
  return textTest(graph, (text) => text.toLowerCase().includes(wanted));
}

// Each string is tested once, however many boxes share it.
function textTest(graph: FlameGraph, test: (text: string) => boolean): Test {
  const known = new Int8Array(graph.strings.length);
  const testString = (index: number): boolean => {
    if (index < 0) return false;
    if (known[index] === 0) known[index] = test(graph.strings[index]) ? 1 : -1;
    return known[index] === 1;
  };
  return (box) => testString(graph.name[box]) || testString(graph.shortFile[box]);
}

// A line belongs to the functions whose hot line or first line it is; else to the function that starts nearest above it.
function placeTest(graph: FlameGraph, file: string, line: number): Test {
  const inFile = (box: number): boolean => {
    const path = (graph.strings[graph.file[box]] ?? "").toLowerCase();
    const short = (graph.strings[graph.shortFile[box]] ?? "").toLowerCase();
    return path === file || path.endsWith(`/${file}`) || path.endsWith(`\\${file}`) || short === file;
  };
  const exact: Test = (box) => (graph.hotLine[box] === line || graph.firstLine[box] === line) && inFile(box);
  let nearest = 0;
  for (let box = 0; box < graph.length; box++) {
    if (exact(box)) return exact;
    const first = graph.firstLine[box];
    if (first > nearest && first <= line && inFile(box)) nearest = first;
  }
  return (box) => nearest > 0 && graph.firstLine[box] === nearest && inFile(box);
}
