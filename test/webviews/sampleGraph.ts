import { Category, type FlameFacts, type FlameGraph, type FlameSummary, type HotSpot, type ThreadChoice } from "../../webviews/protocol";

/** A function call of a drawn graph; weights are milliseconds, a sample is one millisecond. */
export interface Call {
  readonly name: string;
  readonly self?: number;
  readonly category?: Category;
  readonly file?: string;
  readonly shortFile?: string;
  readonly firstLine?: number;
  readonly hotLine?: number;
  readonly source?: string;
  readonly opcodes?: readonly (readonly [name: string, base: string, share: number])[];
  readonly calls?: readonly Call[];
}

interface Row {
  readonly call: Call;
  readonly parent: number;
  readonly depth: number;
  readonly start: number;
  readonly weight: number;
}

const MS = 1e6;

/** Lays a drawn call tree out as the columns a view gets, callees after callers, heaviest first. */
export function makeGraph(roots: readonly Call[]): FlameGraph {
  const rows: Row[] = [];
  const place = (calls: readonly Call[], parent: number, depth: number, from: number): void => {
    let start = from;
    for (const call of [...calls].sort((a, b) => totalOf(b) - totalOf(a))) {
      const weight = totalOf(call);
      const index = rows.push({ call, parent, depth, start, weight }) - 1;
      place(call.calls ?? [], index, depth + 1, start);
      start += weight;
    }
  };
  place(roots, -1, 0, 0);
  return toColumns(rows);
}

const totals = new WeakMap<Call, number>();

function totalOf(call: Call): number {
  let total = totals.get(call);
  if (total === undefined) {
    total = (call.self ?? 0) + (call.calls ?? []).reduce((sum, callee) => sum + totalOf(callee), 0);
    totals.set(call, total);
  }
  return total;
}

function toColumns(rows: readonly Row[]): FlameGraph {
  const strings: string[] = [];
  const known = new Map<string, number>();
  const intern = (text: string | undefined): number => {
    if (text === undefined) return -1;
    let index = known.get(text);
    if (index === undefined) known.set(text, (index = strings.push(text) - 1));
    return index;
  };
  const column = (of: (row: Row) => number): Int32Array => Int32Array.from(rows, of);
  const weights = (of: (row: Row) => number): Float64Array => Float64Array.from(rows, (row) => of(row) * MS);
  const opcodes = rows.flatMap(({ call, weight }) => (call.opcodes ?? []).map((opcode) => ({ opcode, weight })));
  const opcodeStart = new Uint32Array(rows.length + 1);
  for (const [at, { call }] of rows.entries()) opcodeStart[at + 1] = opcodeStart[at] + (call.opcodes ?? []).length;
  const total = rows.reduce((sum, row) => sum + (row.parent < 0 ? row.weight : 0), 0);
  return {
    length: rows.length,
    strings,
    totalWeight: total * MS,
    totalSamples: Math.round(total),
    levels: rows.reduce((levels, row) => Math.max(levels, row.depth + 1), 0),
    parent: column((row) => row.parent),
    depth: column((row) => row.depth),
    start: weights((row) => row.start),
    weight: weights((row) => row.weight),
    self: weights((row) => row.call.self ?? 0),
    samples: Uint32Array.from(rows, (row) => Math.round(row.weight)),
    selfSamples: Uint32Array.from(rows, (row) => Math.round(row.call.self ?? 0)),
    name: column((row) => intern(row.call.name)),
    file: column((row) => intern(row.call.file)),
    shortFile: column((row) => intern(row.call.shortFile ?? row.call.file?.split("/").pop())),
    firstLine: column((row) => row.call.firstLine ?? 0),
    hotLine: column((row) => row.call.hotLine ?? 0),
    source: column((row) => intern(row.call.source)),
    category: Uint8Array.from(rows, (row) => row.call.category ?? Category.Project),
    opcodeStart,
    opcodeName: Int32Array.from(opcodes, ({ opcode }) => intern(opcode[0])),
    opcodeBase: Int32Array.from(opcodes, ({ opcode }) => intern(opcode[1])),
    opcodeWeight: Float64Array.from(opcodes, ({ opcode, weight }) => opcode[2] * weight * MS),
  };
}

/** Facts of a run as a header shows them. */
export function sampleFacts(changes: Partial<FlameFacts> = {}): FlameFacts {
  return {
    title: "shop.py",
    subtitle: "CPython 3.14.2 · pid 4711",
    elapsedNs: 12.4e9,
    samples: 12_386,
    askedHz: 1000,
    reachedHz: 998.8,
    tornShare: 0.0021,
    failedShare: 0.0003,
    missedShare: 0.0009,
    live: false,
    notes: [],
    ...changes,
  };
}

/** Figures of the shop. */
export function sampleSummary(changes: Partial<FlameSummary> = {}): FlameSummary {
  const spot = (name: string, firstLine: number, self: number, total: number, shortFile = "shop.py"): HotSpot => {
    const file = `/home/ada/shop/${shortFile}`;
    const [selfSamples, totalSamples] = [self, total];
    const times = { self: self * MS, selfSamples, total: total * MS, totalSamples };
    return { name, file, shortFile, firstLine, category: Category.Project, ...times };
  };
  const spots = [
    spot("Basket.price", 88, 2350, 3840),
    spot("main", 150, 120, 8300),
    spot("Basket.discount", 97, 640, 1110),
    spot("tax", 120, 380, 380, "tax.py"),
  ];
  return {
    samples: 12_386,
    weight: 12_386 * MS,
    functions: 57,
    states: [
      { state: "gilHeld", share: 0.71 },
      { state: "gilWaiting", share: 0.08 },
      { state: "gilFree", share: 0.21 },
      { state: "onCpu", share: 0.74 },
      { state: "gc", share: 0.032 },
      { state: "exception", share: 0 },
    ],
    hotBySelf: [...spots].sort((a, b) => b.self - a.self),
    hotByTotal: [...spots].sort((a, b) => b.total - a.total),
    ...changes,
  };
}

export const sampleThreads: readonly ThreadChoice[] = [
  { thread: 0, label: "MainThread", weight: 9.1e9, samples: 9100 },
  { thread: 1, label: "worker-1", weight: 2.2e9, samples: 2200 },
  { thread: 2, label: "worker-2", weight: 1.1e9, samples: 1100 },
];

const project = (name: string, line: number, rest: Partial<Call> = {}, file = "shop.py"): Call => ({
  name,
  file: `/home/ada/shop/${file}`,
  shortFile: file,
  firstLine: line,
  hotLine: line + 3,
  ...rest,
});
const library = (name: string, shortFile: string, line: number, rest: Partial<Call> = {}): Call => ({
  name,
  file: `/usr/lib/python3.14/${shortFile}`,
  shortFile,
  firstLine: line,
  hotLine: line + 8,
  category: Category.StandardLibrary,
  ...rest,
});
const packaged = (name: string, shortFile: string, line: number, rest: Partial<Call> = {}): Call => ({
  name,
  file: `/home/ada/shop/.venv/lib/python3.14/site-packages/${shortFile}`,
  shortFile,
  firstLine: line,
  hotLine: line + 5,
  category: Category.SitePackages,
  ...rest,
});
const merged = (count: number, self: number): Call => ({ name: `… ${count} more`, category: Category.Merged, self });

const ADD_OPCODES: Call["opcodes"] = [
  ["BINARY_OP_MULTIPLY_FLOAT", "BINARY_OP", 0.34],
  ["LOAD_FAST_BORROW_LOAD_FAST_BORROW", "LOAD_FAST_BORROW_LOAD_FAST_BORROW", 0.21],
  ["LOAD_ATTR_INSTANCE_VALUE", "LOAD_ATTR", 0.17],
  ["FOR_ITER_LIST", "FOR_ITER", 0.12],
  ["STORE_FAST", "STORE_FAST", 0.07],
  ["JUMP_BACKWARD_NO_JIT", "JUMP_BACKWARD", 0.04],
  ["CALL_PY_EXACT_ARGS", "CALL", 0.03],
];

/** A small shop: some hot lines of its own, JSON and regular expressions below, packages and threads beside. */
export function shopGraph(): FlameGraph {
  const scanString = library("JSONDecoder.raw_decode", "json/decoder.py", 343, {
    self: 1240,
    source: "obj, end = self.scan_once(s, idx)",
  });
  const orders = project("load_orders", 41, {
    self: 160,
    source: "orders = [json.loads(line) for line in lines]",
    calls: [
      library("loads", "json/__init__.py", 305, {
        self: 90,
        calls: [library("JSONDecoder.decode", "json/decoder.py", 332, { self: 210, calls: [scanString, merged(3, 40)] })],
      }),
      project("<listcomp>", 44, { self: 120, calls: [library("sub", "re/__init__.py", 180, { self: 310 }), merged(7, 60)] }),
    ],
  });
  const price = project("Basket.price", 88, {
    self: 2350,
    hotLine: 93,
    source: "total += item.amount * item.price * (1 - self.discount)",
    opcodes: ADD_OPCODES,
    calls: [
      project("Basket.discount", 97, {
        self: 640,
        source: "if customer.orders > 10 and '</script>' not in customer.note:",
        calls: [library("Decimal.quantize", "_pydecimal.py", 2577, { self: 420 }), merged(5, 50)],
      }),
      project("tax", 120, { self: 380 }, "tax.py"),
    ],
  });
  const render = packaged("Template.render", "jinja2/environment.py", 1269, {
    self: 60,
    calls: [
      packaged("Environment.concat", "jinja2/runtime.py", 52, {
        self: 240,
        calls: [
          packaged("root", "jinja2/templates/invoice.html", 1, {
            self: 330,
            calls: [packaged("escape", "markupsafe/__init__.py", 20, { self: 410 }), merged(12, 110)],
          }),
        ],
      }),
    ],
  });
  const main = project("main", 150, {
    self: 30,
    calls: [
      orders,
      project("invoice_all", 131, { self: 80, calls: [price, project("send", 20, { self: 25, calls: [render] }, "mail.py")] }),
      library("sort_by_date", "heapq.py", 88, { self: 180 }),
      { name: "<GC>", category: Category.Synthetic, self: 220 },
    ],
  });
  const worker = library("Thread._bootstrap", "threading.py", 1000, {
    calls: [
      library("Thread._bootstrap_inner", "threading.py", 1027, {
        calls: [
          library("Thread.run", "threading.py", 980, {
            self: 10,
            calls: [
              library("_worker", "concurrent/futures/thread.py", 81, {
                self: 120,
                calls: [
                  project("fetch_rate", 12, { self: 90, calls: [library("SSLSocket.read", "ssl.py", 1138, { self: 1180 })] }, "rates.py"),
                  project("thumbnail", 30, { self: 880, source: "pixels[x, y] = blend(a, b)" }, "images.py"),
                  merged(4, 40),
                ],
              }),
            ],
          }),
        ],
      }),
    ],
  });
  const importing: Call = {
    name: "_find_and_load",
    category: Category.Interpreter,
    file: "<frozen importlib._bootstrap>",
    firstLine: 1360,
    hotLine: 1369,
    self: 60,
    calls: [
      { name: "_load_unlocked", category: Category.Interpreter, file: "<frozen importlib._bootstrap>", firstLine: 915, self: 240 },
    ],
  };
  return makeGraph([project("<module>", 1, { hotLine: 160, self: 15, calls: [main, importing] }), worker]);
}

/** The shop with callers below: each function that has time of its own is a root, its callers hang under it. */
export function invertedShopGraph(): FlameGraph {
  const shop = shopGraph();
  interface Caller extends Call {
    self: number;
    calls: Caller[];
  }
  const roots: Caller[] = [];
  const enter = (calls: Caller[], box: number): Caller => {
    const text = (index: number): string | undefined => shop.strings[index];
    const name = text(shop.name[box]) ?? "";
    let call = calls.find((known) => known.name === name);
    if (call === undefined) {
      const place = { file: text(shop.file[box]), shortFile: text(shop.shortFile[box]), source: text(shop.source[box]) };
      const lines = { firstLine: shop.firstLine[box], hotLine: shop.hotLine[box] };
      call = { name, ...place, ...lines, category: shop.category[box], self: 0, calls: [] };
      calls.push(call);
    }
    return call;
  };
  for (let leaf = 0; leaf < shop.length; leaf++) {
    if (shop.self[leaf] === 0 || shop.category[leaf] === Category.Merged) continue;
    let call = enter(roots, leaf);
    for (let box = shop.parent[leaf]; box >= 0; box = shop.parent[box]) call = enter(call.calls, box);
    call.self += shop.self[leaf] / MS;
  }
  return makeGraph(roots);
}

/**
 * A graph of more than 50,000 boxes on 60 levels, the same each time. Nearly all are wide enough to be drawn one by one
 * on a wide screen: calls branch on the upper levels and go straight down from there.
 */
export function largeGraph(): FlameGraph {
  let seed = 42;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
  const grow = (depth: number, weight: number): Call => {
    const split = weight > 16 ? 0.3 + 0.4 * random() : 1;
    const below = weight * 0.998;
    const parts = depth === 59 ? [] : split === 1 ? [below] : [below * split, below * (1 - split)];
    const category = Math.floor(random() * 4) as Category;
    const name = `function_${Math.floor(random() * 999)}`;
    return { name, category, self: weight - below, calls: parts.map((part) => grow(depth + 1, part)) };
  };
  return makeGraph(Array.from({ length: 40 }, () => grow(0, 300)));
}
