import type { BatchRows, DecodedBatch } from "../../../sampler/wire";

/** Rows in every table, with the extremes of their columns. */
export const exampleRows: BatchRows = {
  strings: { value: ["<module>", "/srv/app.py", "LOAD_FAST", "~", "<GC>"] },
  functions: { name: [0, 4], file: [1, 3], firstLine: [1, 0], kind: [0, 1] },
  opcodes: { name: [2], base: [2], adaptive: [1] },
  frames: {
    function: [0, 0, 1],
    line: [1, 70000, 0],
    endLine: [1, 70001, 0],
    column: [0, 4, -1],
    endColumn: [3, 120, -1],
    offset: [0, 65536, -1],
    opcode: [0, -1, -1],
  },
  stacks: { parent: [-1, 0, 1], frame: [0, 1, 2] },
  threads: { process: [4711], tid: [4294967295], interpreter: [0], main: [1], name: ["MainThread"] },
  runs: {
    thread: [0, 0, 0],
    stack: [2, -1, 0],
    status: [33, 64, 255],
    start: [1e15, 1e15 - 5, 1e15 + 1000],
    count: [1, 2, 1000000],
    weight: [1000, 0, 4e12],
  },
  statistics: {
    time: [5],
    ticks: [1],
    samples: [2],
    torn: [3],
    failed: [4],
    retries: [5],
    late: [6],
    missed: [7],
    cpu: [8],
    reads: [9],
    bytesRead: [Number.MAX_SAFE_INTEGER], stops: [0], stopped: [0],
  },
  properties: { key: ["python", "python"], value: ["3.14.2", ""] },
  events: { time: [0, 9], kind: [0, 3], code: [0, -11], text: ["", "gone"] },
};

/** A decoded batch in the shape of rows to be encoded: plain arrays, no lengths. */
export function plain(batch: DecodedBatch): BatchRows {
  const tables = Object.entries(batch).map(([table, columns]) => {
    const arrays = Object.entries(columns as Record<string, ArrayLike<unknown>>).filter(([name]) => name !== "length");
    return [table, Object.fromEntries(arrays.map(([name, column]) => [name, Array.from(column)]))];
  });
  return Object.fromEntries(tables) as BatchRows;
}
