import * as fs from "node:fs";
import { formats, type WriteContext } from "../../sampler/formats";
import { decodeFooter, decodeHeader, encodeFooter, encodeHeader, footerBytes, headerBytes } from "../../sampler/formats/cpythonBinLayout";
import type { Profile } from "../../sampler/profile";
import { decodeBatch } from "../../sampler/wire";
import { wanderingProfile, type ProfileShape } from "./wanderingProfile";

/** A file that is as long as its middle is repeated. */
export interface BigFile {
  /** Writes it with the middle so many times; no more than one of them is kept in memory. */
  write(file: string, repeats: number): void;
  /** Of one middle, and of all else. */
  readonly blockBytes: number;
  readonly fixedBytes: number;
}

/** An uncompressed binary profile of CPython's, of `shape.samples` samples a middle. */
export function bigBin(shape: ProfileShape): BigFile {
  const block = Buffer.concat(piecesOf("binary", wanderingProfile(shape)));
  const header = decodeHeader(block)!;
  const footer = decodeFooter(block, true);
  const { samples, stringsAt, framesAt } = header;
  // Each thread's first record of a block has its whole stack, and times are told by what lies between them.
  const records = block.subarray(headerBytes, stringsAt);
  const tables = block.subarray(stringsAt, block.length - footerBytes);
  return repeated(records, (repeats) => {
    const added = records.length * (repeats - 1);
    const moved = { ...header, samples: samples * repeats, stringsAt: stringsAt + added, framesAt: framesAt + added };
    const end = encodeFooter({ ...footer, fileBytes: footer.fileBytes + added });
    return { before: encodeHeader(moved), after: Buffer.concat([tables, end]) };
  });
}

/** A recording whose middle is batches of runs: these refer to rows that stand before them. */
export function bigRecording(shape: ProfileShape): BigFile {
  const profile = wanderingProfile(shape);
  const pieces = piecesOf("tachyon", profile);
  const isRuns = (piece: Uint8Array) => "runs" in decodeBatch(piece);
  const firstRuns = pieces.findIndex((piece, index) => index > 0 && isRuns(piece));
  const before = Buffer.concat(pieces.slice(0, firstRuns));
  return repeated(Buffer.concat(pieces.slice(firstRuns)), () => ({ before, after: Buffer.alloc(0) }));
}

/** Collapsed stacks: a line a stack with its samples. */
export function bigCollapsed(shape: ProfileShape): BigFile {
  return repeated(Buffer.concat(piecesOf("collapsed", wanderingProfile(shape))), () => ({ before: Buffer.alloc(0), after: Buffer.alloc(0) }));
}

/** Austin's text: the same lines with its threads and a microsecond a sample. */
export function bigAustin(shape: ProfileShape): BigFile {
  const lines = Buffer.concat(piecesOf("collapsed", wanderingProfile(shape))).toString();
  const text = lines.replace(/^tid:(\d+)/gm, "P1000;T0:$1");
  return repeated(Buffer.from(text), () => ({ before: Buffer.from("# austin: 3.7.0\n# interval: 1000\n"), after: Buffer.alloc(0) }));
}

function repeated(block: Uint8Array, around: (repeats: number) => { before: Uint8Array; after: Uint8Array }): BigFile {
  const { before, after } = around(1);
  return {
    blockBytes: block.length,
    fixedBytes: before.length + after.length,
    write: (file, repeats) => {
      const descriptor = fs.openSync(file, "w");
      const ends = around(repeats);
      fs.writeFileSync(descriptor, ends.before);
      for (let repeat = 0; repeat < repeats; repeat++) fs.writeFileSync(descriptor, block);
      fs.writeFileSync(descriptor, ends.after);
      fs.closeSync(descriptor);
    },
  };
}

function piecesOf(id: string, profile: Profile): Uint8Array[] {
  const { write } = formats.find((format) => format.id === id)!;
  return [...write!(profile, {} as WriteContext)].map((piece) => Buffer.from(piece as string));
}
