import assert from "node:assert/strict";

type Table = Record<string, unknown[]> & { length: number };

interface ProcessedThread {
  readonly pid: unknown;
  readonly tid: unknown;
  readonly name: unknown;
  readonly isMainThread: unknown;
  readonly processType: unknown;
  readonly pausedRanges: unknown;
  readonly samples: Table;
  readonly markers: Table;
  readonly stackTable: Table;
  readonly frameTable: Table;
  readonly funcTable: Table;
  readonly resourceTable: Table;
  readonly nativeSymbols: Table;
}

export interface ProcessedProfile {
  readonly meta: Readonly<Record<string, unknown>> & {
    readonly categories: readonly { name: string; color: string; subcategories: string[] }[];
    readonly markerSchema: readonly { name: string; display: string[]; fields: { key: string; format: string; label?: string }[] }[];
  };
  readonly libs: readonly unknown[];
  readonly threads: readonly ProcessedThread[];
  readonly shared: { readonly stringArray: readonly string[] };
}

const colors = "transparent purple green orange yellow lightblue blue brown magenta red lightred darkgrey grey".split(" ");
const displays = "marker-chart marker-table timeline-overview timeline-memory timeline-ipc timeline-fileio stack-chart".split(" ");
const formats = [
  ..."url file-path sanitized-string string unique-string flow-id terminating-flow-id duration time seconds".split(" "),
  ..."milliseconds microseconds nanoseconds bytes percentage integer decimal pid tid list".split(" "),
];

/** The columns of version 57, as the Firefox Profiler's documentation of its processed format has them. */
const columnsOf = {
  samples: ["stack", "time"],
  markers: ["data", "name", "startTime", "endTime", "phase", "category"],
  stackTable: ["frame", "prefix"],
  frameTable: "address inlineDepth category subcategory func nativeSymbol innerWindowID line column".split(" "),
  funcTable: "name isJS relevantForJS resource fileName lineNumber columnNumber".split(" "),
  resourceTable: ["lib", "name", "host", "type"],
  nativeSymbols: ["libIndex", "address", "name", "functionSize"],
} as const;

/** Fails where a profile breaks a rule of the Firefox Profiler's processed format, version 57. */
export function checkProcessedProfile(profile: ProcessedProfile): void {
  checkMeta(profile.meta);
  assert.ok(profile.threads.length > 0, "there is no thread");
  assert.equal(new Set(profile.shared.stringArray).size, profile.shared.stringArray.length, "a string is there twice");
  for (const thread of profile.threads) {
    checkFacts(thread);
    checkColumns(thread);
    checkTables(thread, profile);
    checkSamples(thread);
    checkMarkers(thread, profile);
  }
}

function checkMeta({ categories, markerSchema, ...meta }: ProcessedProfile["meta"]): void {
  assert.equal(meta.preprocessedProfileVersion, 57);
  assert.ok((meta.interval as number) > 0);
  for (const key of ["startTime", "version", "processType", "stackwalk"]) assert.equal(typeof meta[key], "number", key);
  assert.equal(typeof meta.product, "string");
  assert.ok(categories.some(({ color }) => color === "grey"), "no category is the default one");
  for (const { color, subcategories } of categories) {
    assert.ok(colors.includes(color), color);
    assert.equal(subcategories[0], "Other");
  }
  assert.equal(new Set(markerSchema.map(({ name }) => name)).size, markerSchema.length);
  for (const { display, fields } of markerSchema) {
    assert.ok(display.every((place) => displays.includes(place)));
    assert.ok(fields.every(({ key, format }) => key !== "" && formats.includes(format)));
  }
}

function checkFacts(thread: ProcessedThread): void {
  assert.match(thread.pid as string, /^\d+(\.\d+)?$/);
  assert.ok(typeof thread.tid === "number" || typeof thread.tid === "string");
  assert.equal(typeof thread.name, "string");
  assert.equal(typeof thread.isMainThread, "boolean");
  assert.equal(thread.processType, "default");
  assert.ok(Array.isArray(thread.pausedRanges));
}

function checkColumns(thread: ProcessedThread): void {
  for (const [name, columns] of Object.entries(columnsOf)) {
    const table = thread[name as keyof typeof columnsOf];
    for (const column of columns) assert.equal(table[column]?.length, table.length, `${name}.${column}`);
  }
}

function checkTables(thread: ProcessedThread, { meta, libs, shared }: ProcessedProfile): void {
  const { stackTable, frameTable, funcTable, resourceTable } = thread;
  const strings = shared.stringArray.length;
  checkIndexes(stackTable.frame, frameTable.length, "stackTable.frame");
  stackTable.prefix.forEach((prefix, stack) => checkIndexes([prefix], stack, "stackTable.prefix", null));
  checkIndexes(frameTable.func, funcTable.length, "frameTable.func");
  checkIndexes(frameTable.category, meta.categories.length, "frameTable.category");
  frameTable.category.forEach((category, frame) => {
    checkIndexes([frameTable.subcategory[frame]], meta.categories[category as number].subcategories.length, "frameTable.subcategory");
  });
  for (const line of frameTable.line) assert.ok(line === null || (line as number) >= 1);
  checkIndexes(funcTable.name, strings, "funcTable.name");
  checkIndexes(funcTable.fileName, strings, "funcTable.fileName", null);
  checkIndexes(funcTable.resource, resourceTable.length, "funcTable.resource", -1);
  checkIndexes(resourceTable.name, strings, "resourceTable.name");
  checkIndexes(resourceTable.lib, libs.length, "resourceTable.lib", null);
  checkIndexes(resourceTable.type, 6, "resourceTable.type");
}

function checkSamples({ samples, stackTable }: ProcessedThread): void {
  checkIndexes(samples.stack, stackTable.length, "samples.stack", null);
  const times = samples.time as number[];
  assert.ok(times.every((time, sample) => sample === 0 || time >= times[sample - 1]), "samples are not in the order of time");
  assert.ok(samples.weight === null || samples.weight.length === samples.length);
  assert.equal(samples.weightType, "samples");
}

function checkMarkers({ markers }: ProcessedThread, { meta, shared }: ProcessedProfile): void {
  checkIndexes(markers.name, shared.stringArray.length, "markers.name");
  checkIndexes(markers.category, meta.categories.length, "markers.category");
  const types = meta.markerSchema.map(({ name }) => name);
  markers.data.forEach((data, marker) => {
    assert.equal(markers.phase[marker], 1);
    assert.ok((markers.startTime[marker] as number) <= (markers.endTime[marker] as number));
    assert.ok(types.includes((data as { type: string }).type), `no schema of ${JSON.stringify(data)}`);
  });
}

function checkIndexes(values: readonly unknown[], below: number, what: string, none?: null | -1): void {
  for (const value of values) {
    const isRow = Number.isInteger(value) && (value as number) >= 0 && (value as number) < below;
    assert.ok(isRow || (none !== undefined && value === none), `${what} ${String(value)} of ${below}`);
  }
}
