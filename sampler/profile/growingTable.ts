type NumberColumn = Uint8Array | Uint32Array | Int32Array | Float64Array;

/**
 * Appends `rows` rows, given as columns of the same names, in time proportional to them.
 * Columns of `added` that the table does not have are ignored.
 */
export function appendRows(table: { length: number }, added: object, rows: number): void {
  const columns = table as unknown as Record<string, NumberColumn>;
  const source = added as Record<string, ArrayLike<number>>;
  for (const name of Object.keys(table)) {
    if (name !== "length") {
      columns[name] = withRoom(columns[name], table.length, rows);
      columns[name].set(source[name], table.length);
    }
  }
  table.length += rows;
}

function withRoom(column: NumberColumn, length: number, rows: number): NumberColumn {
  if (length + rows <= column.length) {
    return column;
  }
  const Column = column.constructor as new (length: number) => NumberColumn;
  const grown = new Column(Math.max(length + rows, 2 * column.length, 64));
  grown.set(column.subarray(0, length));
  return grown;
}
