import { crc32 } from "./crc32";
import { batchMagic, tableSchemas } from "./schema";
import type { ColumnSchema, DecodedBatch, TableSchema } from "./schema";
import { WireReader } from "./varint";
import { WireError } from "./wireError";

/** Magic, payload length, checksum. */
export const batchHeaderBytes = 12;
/** No batch is longer; what announces more is damaged. */
export const maxPayloadBytes = 2 ** 28;

/**
 * Decodes one framed batch, all of it.
 * Throws a `WireError` when it is not whole, not intact, or contradicts itself. Indices into tables are not
 * checked here.
 */
export function decodeBatch(bytes: Uint8Array): DecodedBatch {
  if (bytes.length < batchHeaderBytes) {
    throw new WireError("CutShort", `a batch of ${bytes.length} bytes`);
  }
  const length = announcedPayload(bytes, 0);
  if (bytes.length !== batchHeaderBytes + length) {
    const code = bytes.length < batchHeaderBytes + length ? "CutShort" : "Malformed";
    throw new WireError(code, `a batch announces ${length} bytes and has ${bytes.length - batchHeaderBytes}`);
  }
  const payload = bytes.subarray(batchHeaderBytes);
  if (crc32(payload) !== readUint32(bytes, 8)) {
    throw new WireError("Damaged", "a batch's checksum does not match its bytes");
  }
  return decodePayload(payload);
}

/** Payload length of the batch that begins at `offset`, whose 12 header bytes must be there. Throws a `WireError`. */
export function announcedPayload(bytes: Uint8Array, offset: number): number {
  if (batchMagic.some((byte, index) => bytes[offset + index] !== byte)) {
    throw new WireError("NoBatch", "no batch begins where one should");
  }
  const length = readUint32(bytes, offset + 4);
  if (length > maxPayloadBytes) {
    throw new WireError("TooLarge", `a batch announces ${length} bytes; no batch has more than ${maxPayloadBytes}`);
  }
  return length;
}

export function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, 4).getUint32(0, true);
}

const schemaById = new Map(tableSchemas.map((table) => [table.id, table]));

function decodePayload(payload: Uint8Array): DecodedBatch {
  const reader = new WireReader(payload);
  const batch: Record<string, unknown> = {};
  while (reader.remaining > 0) {
    const table = schemaById.get(reader.uint());
    const rows = reader.uint();
    const section = reader.take(reader.uint());
    if (table !== undefined) {
      if (table.name in batch) {
        throw new WireError("Malformed", `a batch has two sections of ${table.name}`);
      }
      batch[table.name] = decodeSection(table, rows, section);
    }
  }
  return batch;
}

function decodeSection(table: TableSchema, rows: number, section: Uint8Array): Record<string, unknown> {
  if (rows * table.columns.length > section.length) {
    throw new WireError("CutShort", `${rows} rows of ${table.name} cannot stand in ${section.length} bytes`);
  }
  const reader = new WireReader(section);
  const columns: Record<string, unknown> = { length: rows };
  for (const column of table.columns) {
    columns[column.name] = decodeColumn(column, rows, reader);
  }
  return columns;
}

function decodeColumn(column: ColumnSchema, rows: number, reader: WireReader): readonly string[] | ArrayLike<number> {
  switch (column.type) {
    case "text":
      return Array.from({ length: rows }, () => reader.string());
    case "uint":
      return fill(new Float64Array(rows), () => reader.uint());
    case "int":
      return fill(new Float64Array(rows), () => reader.int());
    case "delta":
      return decodeDeltas(rows, reader);
    case "optional":
      return fill(new Int32Array(rows), () => below(reader.uint(), 2 ** 31, column) - 1);
    default:
      return fill(new Uint32Array(rows), () => below(reader.uint(), 2 ** 32, column));
  }
}

function decodeDeltas(rows: number, reader: WireReader): Float64Array {
  let value = 0;
  return fill(new Float64Array(rows), () => {
    value += reader.int();
    if (!Number.isSafeInteger(value)) {
      throw new WireError("OutOfRange", "differences add up to more than 2^53 - 1");
    }
    return value;
  });
}

function fill<Column extends Float64Array | Int32Array | Uint32Array>(column: Column, next: () => number): Column {
  for (let row = 0; row < column.length; row++) {
    column[row] = next();
  }
  return column;
}

function below(value: number, bound: number, column: ColumnSchema): number {
  if (value >= bound) {
    throw new WireError("OutOfRange", `${value} in the column ${column.name}`);
  }
  return value;
}
