// Generated from sampler/wire/wire.json by generate.ts. Do not edit.

export const wireVersion = 1;
export const fileMagic: readonly number[] = [0x89, 0x54, 0x41, 0x43, 0x48, 0x59, 0x4f, 0x4e];
export const batchMagic: readonly number[] = [0x54, 0x42, 0x43, 0x48];

export enum FunctionKind {
  Python = 0,
  Gc = 1,
  Native = 2,
  Task = 3,
  Unreadable = 4,
}

export enum EventKind {
  Started = 0,
  FirstSample = 1,
  Stopped = 2,
  TargetExited = 3,
  TargetKilled = 4,
  DurationReached = 5,
  Error = 6,
  Note = 7,
}

export enum ThreadStatus {
  HasGil = 1,
  OnCpu = 2,
  Unknown = 4,
  GilRequested = 8,
  HasException = 16,
  MainThread = 32,
  Torn = 64,
  Failed = 128,
}

/** New rows of `strings`: interned text: names, paths. */
export interface StringsColumns {
  readonly length: number;
  readonly value: readonly string[];
}

/** New rows of `functions`: a code object's identity: (file, qualified name, first line). */
export interface FunctionsColumns {
  readonly length: number;
  /** row of strings; co_qualname, or <GC>, <native>, a task's name */
  readonly name: Uint32Array;
  /** row of strings; co_filename as the target has it; ~ for synthetic frames */
  readonly file: Uint32Array;
  /** 1-based; 0 for synthetic frames */
  readonly firstLine: Float64Array;
  /** FunctionKind */
  readonly kind: Uint32Array;
}

/** New rows of `opcodes`: an instruction's name as executed, and the generic instruction it was specialised from. */
export interface OpcodesColumns {
  readonly length: number;
  /** row of strings */
  readonly name: Uint32Array;
  /** row of strings; equal to name when not specialised */
  readonly base: Uint32Array;
  /** 1 when the base instruction has specialised forms at all, else 0 */
  readonly adaptive: Float64Array;
}

/** New rows of `frames`: a location and opcode within a function. */
export interface FramesColumns {
  readonly length: number;
  /** row of functions */
  readonly function: Uint32Array;
  /** 1-based; 0 when there is no location */
  readonly line: Float64Array;
  /** 1-based; 0 when unknown */
  readonly endLine: Float64Array;
  /** 0-based UTF-8 bytes; -1 when unknown */
  readonly column: Float64Array;
  /** 0-based UTF-8 bytes, exclusive; -1 when unknown */
  readonly endColumn: Float64Array;
  /** instruction offset in bytes into the code; -1 for synthetic frames */
  readonly offset: Float64Array;
  /** row of opcodes, -1 for none */
  readonly opcode: Int32Array;
}

/** New rows of `stacks`: a stack node; a stack is the index of its leaf's node. */
export interface StacksColumns {
  readonly length: number;
  /** row of stacks, -1 for none; the caller's node; none for a root */
  readonly parent: Int32Array;
  /** row of frames */
  readonly frame: Uint32Array;
}

/** New rows of `threads`: a Python thread of a process. */
export interface ThreadsColumns {
  readonly length: number;
  /** process id */
  readonly process: Float64Array;
  /** the system's thread id */
  readonly tid: Float64Array;
  /** 0 is the main interpreter */
  readonly interpreter: Float64Array;
  /** 1 for the interpreter's main thread */
  readonly main: Float64Array;
  /** as the system or the threading module has it; may be empty */
  readonly name: readonly string[];
}

/** New rows of `runs`: consecutive samples of one thread that saw the same stack and status. */
export interface RunsColumns {
  readonly length: number;
  /** row of threads */
  readonly thread: Uint32Array;
  /** row of stacks, -1 for none; none: no Python frame, or torn or failed (see status) */
  readonly stack: Int32Array;
  /** ThreadStatus */
  readonly status: Uint32Array;
  /** ns since the recording's start, of the first sample */
  readonly start: Float64Array;
  /** samples */
  readonly count: Float64Array;
  /** ns: for each sample, the time since the one before it of the same thread */
  readonly weight: Float64Array;
}

/** New rows of `statistics`: the sampler about itself, cumulative; the latest row counts. */
export interface StatisticsColumns {
  readonly length: number;
  /** ns since the recording's start */
  readonly time: Float64Array;
  /** passes taken */
  readonly ticks: Float64Array;
  /** whole thread samples */
  readonly samples: Float64Array;
  /** thread samples whose stack changed while it was read, every retry included */
  readonly torn: Float64Array;
  /** thread samples of which nothing usable could be read */
  readonly failed: Float64Array;
  /** reads repeated because the first was torn */
  readonly retries: Float64Array;
  /** ticks begun more than half an interval after their time */
  readonly late: Float64Array;
  /** ticks not taken because their time had passed */
  readonly missed: Float64Array;
  /** ns of CPU that the sampling thread used */
  readonly cpu: Float64Array;
  /** system calls that read the target's memory */
  readonly reads: Float64Array;
  readonly bytesRead: Float64Array;
  /** times that a thread was held to read it */
  readonly stops: Float64Array;
  /** ns for which threads were held, added up */
  readonly stopped: Float64Array;
}

/** New rows of `properties`: facts about the recording: a later row of the same key replaces the earlier. */
export interface PropertiesColumns {
  readonly length: number;
  readonly key: readonly string[];
  readonly value: readonly string[];
}

/** New rows of `events`: what happened to the recording and its target. */
export interface EventsColumns {
  readonly length: number;
  /** ns since the recording's start */
  readonly time: Float64Array;
  /** EventKind */
  readonly kind: Uint32Array;
  /** TargetExited: exit code; TargetKilled: signal number; else 0 */
  readonly code: Float64Array;
  /** Error, Note: for people; TargetKilled: the signal's name */
  readonly text: readonly string[];
}

/** The new rows of each table; a table without new rows is absent. */
export interface DecodedBatch {
  readonly strings?: StringsColumns;
  readonly functions?: FunctionsColumns;
  readonly opcodes?: OpcodesColumns;
  readonly frames?: FramesColumns;
  readonly stacks?: StacksColumns;
  readonly threads?: ThreadsColumns;
  readonly runs?: RunsColumns;
  readonly statistics?: StatisticsColumns;
  readonly properties?: PropertiesColumns;
  readonly events?: EventsColumns;
}

/** Rows to be encoded: for each table its columns, all of one length; -1 in an optional column means none. */
export interface BatchRows {
  readonly strings?: { readonly value: readonly string[] };
  readonly functions?: {
    readonly name: ArrayLike<number>;
    readonly file: ArrayLike<number>;
    readonly firstLine: ArrayLike<number>;
    readonly kind: ArrayLike<number>;
  };
  readonly opcodes?: {
    readonly name: ArrayLike<number>;
    readonly base: ArrayLike<number>;
    readonly adaptive: ArrayLike<number>;
  };
  readonly frames?: {
    readonly function: ArrayLike<number>;
    readonly line: ArrayLike<number>;
    readonly endLine: ArrayLike<number>;
    readonly column: ArrayLike<number>;
    readonly endColumn: ArrayLike<number>;
    readonly offset: ArrayLike<number>;
    readonly opcode: ArrayLike<number>;
  };
  readonly stacks?: { readonly parent: ArrayLike<number>; readonly frame: ArrayLike<number> };
  readonly threads?: {
    readonly process: ArrayLike<number>;
    readonly tid: ArrayLike<number>;
    readonly interpreter: ArrayLike<number>;
    readonly main: ArrayLike<number>;
    readonly name: readonly string[];
  };
  readonly runs?: {
    readonly thread: ArrayLike<number>;
    readonly stack: ArrayLike<number>;
    readonly status: ArrayLike<number>;
    readonly start: ArrayLike<number>;
    readonly count: ArrayLike<number>;
    readonly weight: ArrayLike<number>;
  };
  readonly statistics?: {
    readonly time: ArrayLike<number>;
    readonly ticks: ArrayLike<number>;
    readonly samples: ArrayLike<number>;
    readonly torn: ArrayLike<number>;
    readonly failed: ArrayLike<number>;
    readonly retries: ArrayLike<number>;
    readonly late: ArrayLike<number>;
    readonly missed: ArrayLike<number>;
    readonly cpu: ArrayLike<number>;
    readonly reads: ArrayLike<number>;
    readonly bytesRead: ArrayLike<number>;
    readonly stops: ArrayLike<number>;
    readonly stopped: ArrayLike<number>;
  };
  readonly properties?: { readonly key: readonly string[]; readonly value: readonly string[] };
  readonly events?: {
    readonly time: ArrayLike<number>;
    readonly kind: ArrayLike<number>;
    readonly code: ArrayLike<number>;
    readonly text: readonly string[];
  };
}

export type TableName =
  | "strings"
  | "functions"
  | "opcodes"
  | "frames"
  | "stacks"
  | "threads"
  | "runs"
  | "statistics"
  | "properties"
  | "events";

export type ColumnType = "uint" | "int" | "delta" | "text" | "index" | "optional" | "enum" | "flags";

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
}

export interface TableSchema {
  readonly name: TableName;
  readonly id: number;
  readonly columns: readonly ColumnSchema[];
}

/** All tables, in the order in which they stand in a batch. */
export const tableSchemas: readonly TableSchema[] = [
  {
    name: "strings",
    id: 1,
    columns: [
      { name: "value", type: "text" },
    ],
  },
  {
    name: "functions",
    id: 2,
    columns: [
      { name: "name", type: "index" },
      { name: "file", type: "index" },
      { name: "firstLine", type: "int" },
      { name: "kind", type: "enum" },
    ],
  },
  {
    name: "opcodes",
    id: 3,
    columns: [
      { name: "name", type: "index" },
      { name: "base", type: "index" },
      { name: "adaptive", type: "uint" },
    ],
  },
  {
    name: "frames",
    id: 4,
    columns: [
      { name: "function", type: "index" },
      { name: "line", type: "int" },
      { name: "endLine", type: "int" },
      { name: "column", type: "int" },
      { name: "endColumn", type: "int" },
      { name: "offset", type: "int" },
      { name: "opcode", type: "optional" },
    ],
  },
  {
    name: "stacks",
    id: 5,
    columns: [
      { name: "parent", type: "optional" },
      { name: "frame", type: "index" },
    ],
  },
  {
    name: "threads",
    id: 6,
    columns: [
      { name: "process", type: "uint" },
      { name: "tid", type: "uint" },
      { name: "interpreter", type: "uint" },
      { name: "main", type: "uint" },
      { name: "name", type: "text" },
    ],
  },
  {
    name: "runs",
    id: 7,
    columns: [
      { name: "thread", type: "index" },
      { name: "stack", type: "optional" },
      { name: "status", type: "flags" },
      { name: "start", type: "delta" },
      { name: "count", type: "uint" },
      { name: "weight", type: "uint" },
    ],
  },
  {
    name: "statistics",
    id: 8,
    columns: [
      { name: "time", type: "uint" },
      { name: "ticks", type: "uint" },
      { name: "samples", type: "uint" },
      { name: "torn", type: "uint" },
      { name: "failed", type: "uint" },
      { name: "retries", type: "uint" },
      { name: "late", type: "uint" },
      { name: "missed", type: "uint" },
      { name: "cpu", type: "uint" },
      { name: "reads", type: "uint" },
      { name: "bytesRead", type: "uint" },
      { name: "stops", type: "uint" },
      { name: "stopped", type: "uint" },
    ],
  },
  {
    name: "properties",
    id: 9,
    columns: [
      { name: "key", type: "text" },
      { name: "value", type: "text" },
    ],
  },
  {
    name: "events",
    id: 10,
    columns: [
      { name: "time", type: "uint" },
      { name: "kind", type: "enum" },
      { name: "code", type: "int" },
      { name: "text", type: "text" },
    ],
  },
];
