import { capitalised, generatedNotice, magicBytes } from "./wireSchema";
import type { WireColumn, WireSchema, WireTable } from "./wireSchema";

/** The text of `schema.ts`. */
export function typescriptSchema(schema: WireSchema): string {
  const parts = [
    `// ${generatedNotice}`,
    constants(schema),
    ...Object.entries(schema.enums).map(([name, values]) => enumeration(name, values)),
    ...Object.entries(schema.flags).map(([name, values]) => enumeration(name, values)),
    ...schema.tables.map(columnsInterface),
    batchInterface(schema),
    rowsInterface(schema),
    columnTypes(schema),
  ];
  return parts.join("\n\n") + "\n";
}

function constants(schema: WireSchema): string {
  return [
    `export const wireVersion = ${schema.version};`,
    `export const fileMagic: readonly number[] = [${magicBytes(schema.fileMagic)}];`,
    `export const batchMagic: readonly number[] = [${magicBytes(schema.batchMagic)}];`,
  ].join("\n");
}

function enumeration(name: string, values: Record<string, number>): string {
  const members = Object.entries(values).map(([member, value]) => `  ${member} = ${value},`);
  return `export enum ${name} {\n${members.join("\n")}\n}`;
}

function columnsInterface(table: WireTable): string {
  const fields = table.columns.map((column) => {
    const about = describe(column);
    return `${about ? `  /** ${about} */\n` : ""}  readonly ${column.name}: ${decodedType(column)};`;
  });
  const lines = [
    `/** New rows of \`${table.name}\`: ${table.about}. */`,
    `export interface ${capitalised(table.name)}Columns {`,
    "  readonly length: number;",
    ...fields,
    "}",
  ];
  return lines.join("\n");
}

function describe(column: WireColumn): string {
  const reference = { index: `row of ${column.of}`, optional: `row of ${column.of}, -1 for none` } as Record<
    string,
    string
  >;
  const named = reference[column.type] ?? (column.of ? column.of : "");
  return [named, column.about].filter(Boolean).join("; ");
}

function decodedType(column: WireColumn): string {
  switch (column.type) {
    case "text":
      return "readonly string[]";
    case "optional":
      return "Int32Array";
    case "index":
    case "enum":
    case "flags":
      return "Uint32Array";
    default:
      return "Float64Array";
  }
}

function batchInterface(schema: WireSchema): string {
  const fields = schema.tables.map((table) => `  readonly ${table.name}?: ${capitalised(table.name)}Columns;`);
  return `/** The new rows of each table; a table without new rows is absent. */\nexport interface DecodedBatch {\n${fields.join("\n")}\n}`;
}

function rowsInterface(schema: WireSchema): string {
  const fields = schema.tables.map((table) => {
    const columns = table.columns.map(
      (column) => `readonly ${column.name}: ${column.type === "text" ? "readonly string[]" : "ArrayLike<number>"}`,
    );
    const oneLine = `  readonly ${table.name}?: { ${columns.join("; ")} };`;
    return oneLine.length <= 120
      ? oneLine
      : `  readonly ${table.name}?: {\n${columns.map((column) => `    ${column};`).join("\n")}\n  };`;
  });
  return `/** Rows to be encoded: for each table its columns, all of one length; -1 in an optional column means none. */\nexport interface BatchRows {\n${fields.join("\n")}\n}`;
}

function columnTypes(schema: WireSchema): string {
  const names = schema.tables.map((table) => JSON.stringify(table.name)).join(" | ");
  const tables = schema.tables.map((table) => {
    const columns = table.columns.map((column) => {
      return `      { name: "${column.name}", type: "${column.type}" },`;
    });
    return `  {\n    name: "${table.name}",\n    id: ${table.id},\n    columns: [\n${columns.join("\n")}\n    ],\n  },`;
  });
  return [
    `export type TableName =\n  | ${names.split(" | ").join("\n  | ")};`,
    'export type ColumnType = "uint" | "int" | "delta" | "text" | "index" | "optional" | "enum" | "flags";',
    "export interface ColumnSchema {\n  readonly name: string;\n  readonly type: ColumnType;\n}",
    "export interface TableSchema {\n  readonly name: TableName;\n  readonly id: number;\n  readonly columns: readonly ColumnSchema[];\n}",
    `/** All tables, in the order in which they stand in a batch. */\nexport const tableSchemas: readonly TableSchema[] = [\n${tables.join("\n")}\n];`,
  ].join("\n\n");
}
