import { AustinSamples } from "./austinSamples";
import { clampNumber } from "./clampNumber";
import { FormatError, type Chunks, type Format, type ReadOptions, type ReadProfile } from "./format";
import { MojoCursor, MojoEnd } from "./mojoCursor";

export const mojoFormat: Format = {
  id: "mojo",
  option: null,
  extension: "mojo",
  description: "MOJO, Austin's binary files (austin -b)",
  defaultName: (pid) => `profile_${pid}.mojo`,
  recognises: (head) => head[0] === 0x4d && head[1] === 0x4f && head[2] === 0x4a,
  read: readMojo,
};

const newestVersion = 3;
const magicBytes = 3;
const longestEvent = 2 ** 24;

/** What stands at the head of each event. */
enum MojoEvent {
  Metadata = 1,
  Stack = 2,
  Frame = 3,
  InvalidFrame = 4,
  FrameReference = 5,
  KernelFrame = 6,
  Gc = 7,
  Idle = 8,
  TimeMetric = 9,
  MemoryMetric = 10,
  String = 11,
  StringReference = 12,
}

/** Reads what `austin -b` writes: versions 1 to 3 of its format. */
async function readMojo(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const reader = new MojoReader(new AustinSamples(options));
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const cursor = new MojoCursor(concat(rest, chunk));
    reader.readEvents(cursor);
    rest = cursor.rest();
    if (reader.isDamaged || rest.length > longestEvent) break;
  }
  return reader.finish(rest.length > 0);
}

/** The sample that events are telling of. */
interface OpenSample {
  readonly process: number;
  readonly interpreter: number;
  readonly tid: number;
  readonly frames: number[];
  /** Null until it is told, which ends the sample. */
  elapsed: number | null;
  idle: boolean | null;
  torn: boolean;
  collecting: boolean;
}

class MojoReader {
  /** An event that there is none of: what follows cannot be understood. */
  isDamaged = false;
  private version = 0;
  private sample: OpenSample | null = null;
  /** Keys are of a process, of which samples tell the id. */
  private readonly strings = new Map<string, string>();
  private readonly frames = new Map<string, number>();

  constructor(private readonly samples: AustinSamples) {}

  /** Reads events until the bytes end; the cursor stays behind the last whole one. */
  readEvents(cursor: MojoCursor): void {
    try {
      if (this.version === 0) this.readHeader(cursor);
      while (!this.isDamaged) {
        this.readEvent(cursor.byte(), cursor);
        if (!this.isDamaged) cursor.keep();
      }
    } catch (error) {
      if (!(error instanceof MojoEnd)) throw error;
    }
  }

  finish(isCut: boolean): ReadProfile {
    if (this.version === 0) throw new FormatError("It ends within its header");
    const lacksEnd = this.sample !== null && this.sample.elapsed === null;
    if (!lacksEnd) this.closeSample();
    return this.samples.finish(isCut || this.isDamaged || lacksEnd);
  }

  private readHeader(cursor: MojoCursor): void {
    for (let index = 0; index < magicBytes; index++) cursor.byte();
    const version = cursor.varint();
    if (version < 1 || version > newestVersion) {
      throw new FormatError(
        `It is MOJO of version ${version}; versions 1 to ${newestVersion} are known. Austin's text is read too`,
      );
    }
    this.version = version;
    cursor.keep();
  }

  /** Everything is read before anything is done: the event may not be whole yet. */
  private readEvent(event: MojoEvent, cursor: MojoCursor): void {
    if (event === MojoEvent.Metadata) this.samples.readFact(cursor.text(), cursor.text());
    else if (event === MojoEvent.Stack) this.openSample(cursor);
    else if (event === MojoEvent.Frame) this.addFrame(cursor);
    else if (event === MojoEvent.FrameReference) this.pushFrame(this.frames.get(this.keyed(cursor.varint())));
    else if (event === MojoEvent.KernelFrame) this.pushFrame(this.samples.frame(cursor.text(), "kernel", { line: 0 }));
    else if (event === MojoEvent.String) this.addString(cursor);
    else if (event === MojoEvent.StringReference) cursor.varint();
    else if (event === MojoEvent.MemoryMetric) cursor.varint();
    else this.readMark(event, cursor);
  }

  /** What is told of the sample as a whole. */
  private readMark(event: MojoEvent, cursor: MojoCursor): void {
    if (event === MojoEvent.TimeMetric) {
      const elapsed = cursor.varint();
      if (this.sample !== null) this.sample.elapsed = elapsed;
    } else if (event === MojoEvent.Gc && this.sample !== null) this.sample.collecting = true;
    else if (event === MojoEvent.Idle && this.sample !== null) this.sample.idle = true;
    else if (event === MojoEvent.InvalidFrame && this.sample !== null) this.sample.torn = true;
    else this.isDamaged = true;
  }

  private openSample(cursor: MojoCursor): void {
    const process = cursor.varint();
    const interpreter = this.version >= 3 ? cursor.varint() : 0;
    const tid = parseInt(cursor.text(), 16);
    this.closeSample();
    this.sample = {
      process: clampNumber(process, 0, Number.MAX_SAFE_INTEGER),
      interpreter: clampNumber(interpreter, 0, Number.MAX_SAFE_INTEGER),
      tid: clampNumber(tid, 0, Number.MAX_SAFE_INTEGER),
      ...{ frames: [], elapsed: null, idle: this.samples.tellsIdle ? false : null, torn: false, collecting: false },
    };
  }

  private closeSample(): void {
    if (this.sample !== null) this.samples.add({ ...this.sample, elapsed: this.sample.elapsed ?? 0 });
    this.sample = null;
  }

  private addString(cursor: MojoCursor): void {
    const [key, text] = [cursor.varint(), cursor.text()];
    this.strings.set(this.keyed(key), text);
  }

  private addFrame(cursor: MojoCursor): void {
    const [key, file, name, line] = [cursor.varint(), cursor.varint(), cursor.varint(), clampLine(cursor.varint())];
    const rest =
      this.version < 2
        ? {}
        : {
            endLine: clampLine(cursor.varint()),
            column: clampLine(cursor.varint()) - 1,
            endColumn: clampLine(cursor.varint()) - 1,
          };
    this.frames.set(this.keyed(key), this.samples.frame(this.text(name), this.text(file), { line, ...rest }));
  }

  /** A frame that was never told of: the stack is not known. */
  private pushFrame(row: number | undefined): void {
    if (this.sample === null) return;
    if (row === undefined) this.sample.torn = true;
    else this.sample.frames.push(row);
  }

  /** Two keys are never told of. */
  private text(key: number): string {
    return this.strings.get(this.keyed(key)) ?? (key === 0 ? "" : "<unknown>");
  }

  private keyed(key: number): string {
    return `${this.sample?.process ?? 0} ${key}`;
  }
}

function clampLine(line: number): number {
  return clampNumber(line, 0, 2 ** 31 - 1);
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
