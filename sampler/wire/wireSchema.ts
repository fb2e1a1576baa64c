/** `wire.json` as parsed. */
export interface WireSchema {
  readonly version: number;
  /** Bytes in hexadecimal, separated by spaces. */
  readonly fileMagic: string;
  readonly batchMagic: string;
  readonly enums: Record<string, Record<string, number>>;
  readonly flags: Record<string, Record<string, number>>;
  readonly tables: readonly WireTable[];
}

export interface WireTable {
  readonly name: string;
  readonly id: number;
  readonly about: string;
  readonly columns: readonly WireColumn[];
}

export interface WireColumn {
  readonly name: string;
  readonly type: "uint" | "int" | "delta" | "text" | "index" | "optional" | "enum" | "flags";
  /** The table, enum or flags that the value refers to. */
  readonly of?: string;
  readonly about?: string;
}

/** The first line of each generated file, without comment signs. */
export const generatedNotice = "Generated from sampler/wire/wire.json by generate.ts. Do not edit.";

export function capitalised(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

export function magicBytes(hex: string): string {
  return hex
    .split(" ")
    .map((byte) => `0x${byte}`)
    .join(", ");
}
