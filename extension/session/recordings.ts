import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Emitter } from "./emitter";

/** A recording in the extension's storage. */
export interface StoredRecording {
  readonly file: string;
  /** What people call the program, such as "demo.py". */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly bytes: number;
  /** Such as "12 s, 11,980 samples"; the size where nothing better is known. */
  readonly summary: string;
}

/** Small facts kept across restarts; VS Code's `Memento` is one. */
export interface Memory {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

const summariesKey = "recordingSummaries";

const suffix = ".tachyon";
const namePattern = /^(.*) (\d{4})-(\d\d)-(\d\d) (\d\d)\.(\d\d)\.(\d\d)( \d+)?\.tachyon$/;

/** The file name of a recording of `title` begun at `startedAt` (milliseconds), local time; unique among `taken`. */
export function recordingName(title: string, startedAt: number, taken: readonly string[]): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const at = new Date(startedAt);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
  const stem = `${title.replace(/[^\p{L}\p{N}._-]+/gu, "_")} ${day} ${time}`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem + suffix : `${stem} ${number}${suffix}`;
    if (!taken.includes(name)) return name;
  }
}

/** Title and time out of a recording's file name; null for a name of another make. */
export function parseRecordingName(name: string): { title: string; startedAt: number } | null {
  const match = namePattern.exec(name);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(2, 8).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { title: match[1], startedAt: new Date(year, month - 1, day, hour, minute, second).getTime() };
}

/** The recordings that the extension keeps, in a folder of its own. */
export class Recordings {
  private readonly changed = new Emitter<void>();
  /** A recording was described or deleted. */
  readonly onDidChange = this.changed.event;

  constructor(
    readonly folder: string,
    private readonly memory: Memory,
  ) {}

  /** Keeps a short description of a recording, for lists. */
  async summarize(file: string, summary: string): Promise<void> {
    await this.memory.update(summariesKey, { ...this.summaries(), [path.basename(file)]: summary });
    this.changed.fire();
  }

  /** A path for a new recording, its folder made. */
  async newFile(title: string, startedAt: number): Promise<string> {
    await fs.mkdir(this.folder, { recursive: true });
    return path.join(this.folder, recordingName(title, startedAt, await this.names()));
  }

  /** Newest first. */
  async list(): Promise<StoredRecording[]> {
    const found = await Promise.all((await this.names()).map((name) => this.describe(name)));
    return found.filter((recording) => recording !== null).sort((a, b) => b.startedAt - a.startedAt);
  }

  /** Deletes all but the newest `keep`, and spares `inUse`. */
  async prune(keep: number, inUse: readonly string[]): Promise<void> {
    const old = (await this.list()).slice(keep).filter((recording) => !inUse.includes(recording.file));
    for (const recording of old) await this.delete(recording.file);
  }

  async delete(file: string): Promise<void> {
    await fs.rm(file, { force: true });
    const { [path.basename(file)]: _gone, ...rest } = this.summaries();
    await this.memory.update(summariesKey, rest);
    this.changed.fire();
  }

  private async names(): Promise<string[]> {
    const entries = await fs.readdir(this.folder).catch(() => []);
    return entries.filter((name) => name.endsWith(suffix));
  }

  private async describe(name: string): Promise<StoredRecording | null> {
    const file = path.join(this.folder, name);
    const stat = await fs.stat(file).catch(() => null);
    if (stat === null) return null;
    const parsed = parseRecordingName(name) ?? { title: path.basename(name, suffix), startedAt: stat.mtimeMs };
    return { file, ...parsed, bytes: stat.size, summary: this.summaries()[name] ?? formatBytes(stat.size) };
  }

  private summaries(): Record<string, string> {
    return this.memory.get<Record<string, string>>(summariesKey, {});
  }
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
