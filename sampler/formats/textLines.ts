import { FormatError, type Chunks } from "./format";

/** No line of a profile is longer: a stack of 10,000 frames of 1,000 characters. */
const longestLine = 10_000_000;

/**
 * The lines of a text file without their ends, one after the other; a big file is never one string. The last one may
 * have no end: then `isCut` is set. Throws a `FormatError` for a line that is too long to be one.
 */
export class TextLines {
  isCut = false;

  constructor(private readonly chunks: Chunks) {}

  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of this.chunks) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop()!;
      if (rest.length > longestLine) throw new FormatError("It has a line that is too long to be a stack");
      for (const line of lines) yield line.replace(/\r$/, "");
    }
    rest += decoder.decode();
    this.isCut = rest !== "";
    if (this.isCut) yield rest;
  }
}
