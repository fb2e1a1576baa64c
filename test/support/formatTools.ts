import { gzipSync } from "node:zlib";
import { formats, type Format, type ReadProfile, type WriteContext } from "../../sampler/formats";
import { isWhole, type Profile } from "../../sampler/profile";

/** What writers are given in tests. */
export const writeContext: WriteContext = {
  title: "app.py",
  projectRoots: [],
  sourceLine: () => null,
  pageScript: () => "",
  gzip: (pieces) => [gzipSync(Buffer.concat([...pieces]))],
};

export function formatOf(id: string): Format & Required<Pick<Format, "recognises" | "read">> {
  const format = formats.find((candidate) => candidate.id === id);
  if (!format) throw new Error(`there is no format ${id}`);
  return format as ReturnType<typeof formatOf>;
}

/** A file's bytes as a format writes them. */
export function bytesOf(id: string, profile: Profile): Buffer {
  const format = formats.find((candidate) => candidate.id === id)!;
  return Buffer.concat([...format.write!(profile, writeContext)].map((piece) => Buffer.from(piece as string)));
}

/** What a format reads out of bytes that come in pieces; the file's time line is kept. */
export function readBytes(id: string, bytes: Uint8Array, pieceSize = 1000): Promise<ReadProfile> {
  return formatOf(id).read(piecesOf(bytes, pieceSize), { timeline: true });
}

/** Bytes as a file that is read in pieces. */
export function* piecesOf(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Ids of the formats that take a file for theirs. */
export function recognisers(bytes: Uint8Array): string[] {
  const head = bytes.subarray(0, 4096);
  return formats.filter((format) => format.recognises?.(head)).map(({ id }) => id);
}

/** Whole samples as text: a line a thread and stack, `PID/TID NAME: root;…;leaf WEIGHT`, sorted. */
export function stackLines(profile: Profile): string[] {
  const { thread, stack, status, weight, length } = profile.runs;
  const weights = new Map<string, number>();
  for (let run = 0; run < length; run++) {
    if (!isWhole(status[run], stack[run])) continue;
    const { process, tid, name } = profile.threads[thread[run]];
    const key = `${process}/${tid} ${name}: ${stackText(profile, stack[run])}`;
    weights.set(key, (weights.get(key) ?? 0) + weight[run]);
  }
  return [...weights].map(([key, sum]) => `${key} ${sum}`).sort();
}

function stackText({ stacks, frames, functions, strings }: Profile, stack: number): string {
  const cells: string[] = [];
  for (let at = stack; at >= 0; at = stacks.parent[at]) {
    const row = frames.function[stacks.frame[at]];
    const [file, name] = [strings[functions.file[row]], strings[functions.name[row]]];
    cells.push(file === "~" ? name : `${name}@${file}:${frames.line[stacks.frame[at]]}`);
  }
  return cells.reverse().join(";");
}
