/** Versions of the formats of the Firefox Profiler that CPython's profiler writes too. */
export const geckoVersion = 32;
export const processedVersion = 57;

/** Categories of frames and markers, in CPython's order. The Firefox Profiler takes the first grey one as default. */
export enum GeckoCategory {
  Other = 0,
  Python = 1,
  Native = 2,
  Gc = 3,
  Gil = 4,
  Cpu = 5,
  CodeType = 6,
  Opcodes = 7,
  Exception = 8,
}

const colors: readonly [string, string][] = [
  ["Other", "grey"],
  ["Python", "yellow"],
  ["Native", "blue"],
  ["GC", "orange"],
  ["GIL", "green"],
  ["CPU", "purple"],
  ["Code Type", "red"],
  ["Opcodes", "magenta"],
  ["Exception", "lightblue"],
];

export const geckoCategories = colors.map(([name, color]) => ({ name, color, subcategories: ["Other"] }));

/** The type of a state's markers: its name without spaces, as CPython's profiler has it. */
export function markerType(name: string): string {
  return name.replaceAll(" ", "");
}

/** States of threads, each with the one that is its opposite; a thread has neither where it is not known. */
export const stateMarkers = {
  hasGil: { name: "Has GIL", category: GeckoCategory.Gil },
  noGil: { name: "No GIL", category: GeckoCategory.Gil },
  onCpu: { name: "On CPU", category: GeckoCategory.Cpu },
  offCpu: { name: "Off CPU", category: GeckoCategory.Cpu },
  python: { name: "Python Code", category: GeckoCategory.CodeType },
  native: { name: "Native Code", category: GeckoCategory.CodeType },
  waiting: { name: "Waiting for GIL", category: GeckoCategory.Gil },
  exception: { name: "Has Exception", category: GeckoCategory.Exception },
  noException: { name: "No Exception", category: GeckoCategory.Exception },
  collecting: { name: "GC Collecting", category: GeckoCategory.Gc },
} as const;

const places = ["marker-table", "marker-chart"];

const opcodeSchema = {
  name: "Opcode",
  display: places,
  tooltipLabel: "{marker.data.opname}",
  tableLabel: "{marker.data.opname} at line {marker.data.line}",
  chartLabel: "{marker.data.opname}",
  fields: [
    { key: "opname", label: "Opcode", format: "string" },
    { key: "base_opname", label: "Base Opcode", format: "string" },
    { key: "is_specialized", label: "Specialized", format: "string" },
    { key: "line", label: "Line", format: "integer" },
    { key: "column", label: "Column", format: "integer" },
    { key: "function", label: "Function", format: "string" },
    { key: "duration", label: "Duration", format: "duration" },
  ],
};

/** What the Firefox Profiler shows of each type of marker. */
export const markerSchemas: readonly object[] = [...Object.values(stateMarkers).map(stateSchema), opcodeSchema];

function stateSchema({ name }: { readonly name: string }) {
  return {
    name: markerType(name),
    display: places,
    tooltipLabel: name,
    tableLabel: name,
    chartLabel: name,
    fields: [{ key: "tid", label: "Thread", format: "tid" }],
  };
}
