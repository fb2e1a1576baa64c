import { crc32 } from "./crc32";
import { batchHeaderBytes } from "./decode";
import { batchMagic, fileMagic, tableSchemas, wireVersion } from "./schema";
import type { BatchRows, ColumnSchema, TableSchema } from "./schema";
import { WireWriter } from "./varint";

/** Bytes that a recording begins with. */
export const streamHeaderBytes = 16;

type Column = ArrayLike<number> | readonly string[];

/** The header that stands before the first batch. */
export function encodeHeader(): Uint8Array {
  const header = new Uint8Array(streamHeaderBytes);
  header.set(fileMagic);
  new DataView(header.buffer).setUint32(8, wireVersion, true);
  return header;
}

/**
 * One framed batch with these rows; tables without rows may be absent or empty.
 * Throws a `RangeError` when the columns of a table differ in length, a `WireError` for a number that no
 * column can hold.
 */
export function encodeBatch(rows: BatchRows): Uint8Array {
  const payload = new WireWriter();
  for (const table of tableSchemas) {
    const columns = rows[table.name] as Record<string, Column> | undefined;
    if (columns !== undefined && rowCount(table, columns) > 0) {
      encodeSection(table, columns, payload);
    }
  }
  return frame(payload.bytes);
}

function encodeSection(table: TableSchema, columns: Record<string, Column>, payload: WireWriter): void {
  const section = new WireWriter();
  for (const column of table.columns) {
    encodeColumn(column, columns[column.name], section);
  }
  payload.uint(table.id);
  payload.uint(rowCount(table, columns));
  payload.uint(section.bytes.length);
  payload.append(section.bytes);
}

function encodeColumn(column: ColumnSchema, values: Column, section: WireWriter): void {
  let before = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "string") {
      section.string(value);
    } else if (column.type === "int") {
      section.int(value);
    } else if (column.type === "delta") {
      section.int(value - before);
      before = value;
    } else {
      section.uint(column.type === "optional" ? value + 1 : value);
    }
  }
}

function rowCount(table: TableSchema, columns: Record<string, Column>): number {
  const lengths = table.columns.map((column) => columns[column.name].length);
  if (lengths.some((length) => length !== lengths[0])) {
    throw new RangeError(`the columns of ${table.name} have ${lengths.join(", ")} rows`);
  }
  return lengths[0];
}

function frame(payload: Uint8Array): Uint8Array {
  const batch = new Uint8Array(batchHeaderBytes + payload.length);
  batch.set(batchMagic);
  batch.set(payload, batchHeaderBytes);
  const view = new DataView(batch.buffer);
  view.setUint32(4, payload.length, true);
  view.setUint32(8, crc32(payload), true);
  return batch;
}
