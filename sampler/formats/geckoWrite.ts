import { StringInterner, type Profile } from "../profile";
import { ThreadStatus } from "../wire";
import type { WriteContext } from "./format";
import { GeckoMarkers, roundMs } from "./geckoMarkers";
import { geckoCategories, geckoVersion, markerSchemas, processedVersion } from "./geckoShape";
import { GeckoTables } from "./geckoTables";
import { intervalUsOf } from "./interval";
import { programTitle } from "./lanes";
import { joined } from "./pieces";
import { RunTimes } from "./sampleTimes";

const unusable = ThreadStatus.Torn | ThreadStatus.Failed;

/** Properties of a profile that the Firefox Profiler shows among its facts. */
export const shownProperties = ["script", "command", "python", "mode", "tool", "startedAt", "platform"];

/** A profile for the Firefox Profiler, in its processed format: a sample each, and markers for what threads were up to. */
export function writeGecko(profile: Profile, { title }: Pick<WriteContext, "title">): Iterable<string> {
  return joined(geckoParts(profile, programTitle(profile, title)));
}

function* geckoParts(profile: Profile, program: string): Iterable<string> {
  // CPython's profiler has this string first; nothing refers to it.
  const strings = new StringInterner();
  strings.intern("(root)");
  yield `{"meta":${JSON.stringify(metaOf(profile, program))},"libs":[],"threads":[`;
  let before = "";
  for (const runs of runsByThread(profile)) {
    yield before;
    yield* new GeckoThread(profile, strings, runs, program).parts();
    before = ",";
  }
  const sources = { length: 0, uuid: [], filename: [] };
  yield `],"pages":[],"shared":${JSON.stringify({ stringArray: strings.values, sources })}}\n`;
}

function metaOf(profile: Profile, program: string) {
  const { properties } = profile;
  const startTime = Date.parse(properties.get("startedAt") ?? "");
  const [platform = "", abi = ""] = (properties.get("platform") ?? "").split("-");
  const shown = shownProperties.filter((key) => properties.has(key));
  return {
    interval: intervalUsOf(profile) / 1000,
    startTime: Number.isFinite(startTime) ? startTime : 0,
    processType: 0,
    categories: geckoCategories,
    stackwalk: 0,
    version: geckoVersion,
    preprocessedProfileVersion: processedVersion,
    product: program,
    platform,
    oscpu: platform,
    abi,
    misc: "",
    toolkit: "",
    appBuildID: "",
    symbolicated: true,
    importedFrom: "Tachyon",
    usesOnlyOneStackType: true,
    sourceCodeIsNotOnSearchfox: true,
    keepProfileThreadOrder: true,
    markerSchema: markerSchemas,
    extensions: { id: [], name: [], baseURL: [], length: 0 },
    extra: [{ label: "Recording", entries: shown.map((key) => ({ label: key, format: "string", value: properties.get(key) })) }],
  };
}

/** Rows of the runs of each thread that has some. */
function runsByThread({ runs, threads }: Profile): { readonly thread: number; readonly rows: readonly number[] }[] {
  const rows = threads.map((): number[] => []);
  for (let run = 0; run < runs.length; run++) {
    if ((runs.status[run] & unusable) === 0) rows[runs.thread[run]].push(run);
  }
  return rows.map((own, thread) => ({ thread, rows: own })).filter((own) => own.rows.length > 0);
}

class GeckoThread {
  private readonly tables: GeckoTables;
  private readonly markers: GeckoMarkers;
  private readonly times: RunTimes[] = [];
  private endUs = 0;

  constructor(
    private readonly profile: Profile,
    strings: StringInterner,
    private readonly runs: { readonly thread: number; readonly rows: readonly number[] },
    private readonly program: string,
  ) {
    this.tables = new GeckoTables(profile, strings);
    this.markers = new GeckoMarkers(profile, strings, profile.threads[runs.thread].tid);
    this.placeRuns();
  }

  *parts(): Iterable<string> {
    const { start, count } = this.profile.runs;
    const first = roundMs(start[this.runs.rows[0]] / 1e6);
    yield JSON.stringify(this.facts(first)).slice(0, -1);
    const length = this.runs.rows.reduce((sum, run) => sum + count[run], 0);
    yield `,"samples":{"stack":[`;
    yield* this.samples((_, run) => String(this.tables.stack(this.profile.runs.stack[run])));
    yield `],"time":[`;
    yield* this.samples((ms) => String(ms));
    yield `],"eventDelay":[`;
    yield* this.samples(() => "null");
    yield `],"weight":null,"weightType":"samples","length":${length}}`;
    yield `,"markers":${JSON.stringify(this.markers.finish(this.endUs / 1000))}`;
    for (const [name, table] of Object.entries(this.tables.tables())) yield `,"${name}":${JSON.stringify(table)}`;
    yield "}";
  }

  private facts(firstMs: number) {
    const { process, tid, main, name } = this.profile.threads[this.runs.thread];
    return {
      name: name || (main ? "MainThread" : `Thread-${tid}`),
      isMainThread: main,
      processType: "default",
      processName: this.program,
      processStartupTime: 0,
      processShutdownTime: null,
      registerTime: firstMs,
      unregisterTime: null,
      pausedRanges: [],
      pid: String(process),
      tid,
    };
  }

  private placeRuns(): void {
    const { start, count, weight, status, stack } = this.profile.runs;
    const intervalUs = intervalUsOf(this.profile);
    const mode = this.profile.properties.get("mode") ?? "";
    let before = -1;
    for (const run of this.runs.rows) {
      const times = new RunTimes(before, start[run], count[run], weight[run], intervalUs, mode);
      this.times.push(times);
      this.markers.add(times.at(0) / 1000, status[run], stack[run]);
      before = times.at(count[run] - 1);
    }
    this.endUs = before + intervalUs;
  }

  /** A text a sample, with commas between them. */
  private *samples(text: (ms: number, run: number) => string): Iterable<string> {
    let before = "";
    for (const [index, run] of this.runs.rows.entries()) {
      for (let sample = 0; sample < this.profile.runs.count[run]; sample++) {
        yield before + text(this.times[index].at(sample) / 1000, run);
        before = ",";
      }
    }
  }
}
