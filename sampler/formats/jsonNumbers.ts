import { JsonDamage } from "./jsonBuilder";

const [minus, dot, zero, nine] = [..."-.09"].map((sign) => sign.charCodeAt(0));
const whole = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Numbers of so many digits, and powers of ten as large, are exact: so is their quotient, to the last bit. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, power) => Number(`1e${power}`));

const signsBehindValues = bytesOf(" \t\n\r,]}");
const signsOfNumbers = bytesOf("+-.eE0123456789");

/** Makes numbers of a JSON file's bytes; the same as `Number` does. */
export class JsonNumbers {
  /** What was taken last. */
  value = 0;
  private readonly decoder = new TextDecoder();

  /** Where the number ends that begins at `start`; -1 when its end is not among the bytes. */
  take(bytes: Uint8Array, start: number): number {
    const first = bytes[start] === minus ? start + 1 : start;
    let digits = 0;
    let at = first;
    for (; bytes[at] >= zero && bytes[at] <= nine; at++) digits = digits * 10 + (bytes[at] - zero);
    const wholes = at - first;
    let decimals = 0;
    if (bytes[at] === dot) {
      for (at++; bytes[at] >= zero && bytes[at] <= nine; at++, decimals++) digits = digits * 10 + (bytes[at] - zero);
      if (decimals === 0) return this.takeAny(bytes, start);
    }
    const isPlain = wholes > 0 && wholes + decimals <= exactDigits && (wholes === 1 || bytes[first] !== zero);
    if (!isPlain || at >= bytes.length || signsBehindValues[bytes[at]] === 0) return this.takeAny(bytes, start);
    const size = digits / powersOfTen[decimals];
    this.value = first > start ? -size : size;
    return at;
  }

  private takeAny(bytes: Uint8Array, start: number): number {
    let end = start;
    while (signsOfNumbers[bytes[end]] === 1) end++;
    if (end >= bytes.length) return -1;
    const text = this.decoder.decode(bytes.subarray(start, end));
    if (!whole.test(text) || signsBehindValues[bytes[end]] === 0) throw new JsonDamage();
    this.value = Number(text);
    return end;
  }
}

/** By byte: 1 for those of `signs`. */
function bytesOf(signs: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const sign of signs) table[sign.charCodeAt(0)] = 1;
  return table;
}
