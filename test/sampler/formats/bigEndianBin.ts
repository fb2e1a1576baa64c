/** The same uncompressed binary profile as a machine of the other byte order writes it. */
export function bigEndian(little: Buffer): Buffer {
  const big = Buffer.from(little);
  swap(big, 0, [4, 4, 0, 0, 0, 0, 8, 8, 8, 4, 8, 8, 4, 4]);
  const end = Number(little.readBigUInt64LE(40));
  for (let at = 64; at < end; ) at = swapRecord(big, at);
  if (little.toString("latin1", little.length - 48, little.length - 40) === "TACHSTAT") {
    swap(big, little.length - 88, [8, 8, 8, 8, 4, 4]);
    swap(big, little.length - 40, [4, 4]);
  }
  swap(big, little.length - 32, [4, 4, 8]);
  return big;
}

/** Turns the bytes of fields of these sizes round; a size of 0 is one byte. */
function swap(bytes: Buffer, from: number, sizes: readonly number[]): void {
  let at = from;
  for (const size of sizes) {
    bytes.subarray(at, at + size).reverse();
    at += size || 1;
  }
}

/** Where the next record begins. Only thread and interpreter have a byte order. */
function swapRecord(bytes: Buffer, from: number): number {
  swap(bytes, from, [8, 4]);
  let at = from + 13;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      value |= (bytes[at] & 0x7f) << shift;
      if (bytes[at++] < 0x80) return value;
    }
  };
  const time = (): void => {
    number();
    at++;
  };
  const encoding = bytes[from + 12];
  if (encoding === 0) {
    for (let left = number(); left > 0; left--) time();
    return at;
  }
  time();
  if (encoding > 1) number();
  for (let left = number(); left > 0; left--) number();
  return at;
}
