import { JsonDamage } from "./jsonBuilder";

const [quote, backslash, space] = [...'"\\ '].map((sign) => sign.charCodeAt(0));
/** Names of fields, and what else comes again and again, is short. */
const longestKnown = 64;
const knownTexts = 4096;

/** Makes texts of a JSON file's bytes; short ones that come again are mostly one in memory. */
export class JsonTexts {
  /** What was taken last. */
  value = "";
  private readonly known: string[] = new Array<string>(knownTexts).fill("");
  /** A mark of byte order is one at a file's beginning alone. */
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** Where the text ends whose quote is at `start`; -1 when its end is not among the bytes. */
  take(bytes: Uint8Array, start: number): number {
    let hash = 0;
    let hasEscapes = false;
    let at = start + 1;
    for (; at < bytes.length && bytes[at] !== quote; at++) {
      if (bytes[at] < space) throw new JsonDamage();
      if (bytes[at] === backslash) {
        hasEscapes = true;
        at++;
      }
      hash = (Math.imul(hash, 31) + bytes[at]) | 0;
    }
    if (at >= bytes.length) return -1;
    this.value = hasEscapes ? this.unescape(bytes.subarray(start, at + 1)) : this.plain(bytes, start + 1, at, hash);
    return at + 1;
  }

  private unescape(quoted: Uint8Array): string {
    try {
      return JSON.parse(this.decoder.decode(quoted)) as string;
    } catch {
      throw new JsonDamage();
    }
  }

  private plain(bytes: Uint8Array, start: number, end: number, hash: number): string {
    if (end - start > longestKnown) return this.decoder.decode(bytes.subarray(start, end));
    const slot = (hash ^ (hash >>> 15)) & (knownTexts - 1);
    if (isText(this.known[slot], bytes, start, end)) return this.known[slot];
    return (this.known[slot] = this.decoder.decode(bytes.subarray(start, end)));
  }
}

/** Whether the bytes are this text; never so when it is not of ASCII alone. */
function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at++) if (text.charCodeAt(at - start) !== bytes[at]) return false;
  return true;
}
