import { capitalised, generatedNotice, magicBytes } from "./wireSchema";
import type { WireSchema, WireTable } from "./wireSchema";

/** The text of `native/record/wire_schema.h`. */
export function cppHeader(schema: WireSchema): string {
  const parts = [
    `// ${generatedNotice}\n#pragma once`,
    "#include <array>\n#include <cstdint>",
    "namespace tachyon::wire {",
    magics(schema),
    tableIds(schema),
    ...Object.entries(schema.enums).map(([name, values]) => enumeration(name, values)),
    ...Object.entries(schema.flags).map(([name, values]) => flags(name, values)),
    ...schema.tables.map(columnCount),
    "}  // namespace tachyon::wire",
  ];
  return parts.join("\n\n") + "\n";
}

function magics(schema: WireSchema): string {
  const magic = (name: string, hex: string) =>
    `inline constexpr std::array<std::uint8_t, ${hex.split(" ").length}> ${name} = {${magicBytes(hex)}};`;
  return [
    `inline constexpr std::uint32_t kVersion = ${schema.version};`,
    magic("kFileMagic", schema.fileMagic),
    magic("kBatchMagic", schema.batchMagic),
  ].join("\n");
}

function tableIds(schema: WireSchema): string {
  const members = schema.tables.map((table) => `  ${capitalised(table.name)} = ${table.id},  // ${table.about}`);
  return `// Sections stand in this order in a batch.\nenum class TableId : std::uint8_t {\n${aligned(members)}\n};`;
}

function enumeration(name: string, values: Record<string, number>): string {
  const members = Object.entries(values).map(([member, value]) => `  ${member} = ${value},`);
  return `enum class ${name} : std::uint8_t {\n${members.join("\n")}\n};`;
}

function flags(name: string, values: Record<string, number>): string {
  const members = Object.entries(values).map(
    ([member, value]) => `inline constexpr std::uint32_t k${member} = ${value};`,
  );
  return `// Bits; a status is any sum of them.\nnamespace ${name} {\n${members.join("\n")}\n}  // namespace ${name}`;
}

function columnCount(table: WireTable): string {
  const columns = table.columns.map(
    (column) => `//   ${column.name}: ${column.type}${column.of ? ` ${column.of}` : ""}`,
  );
  const count = `inline constexpr int k${capitalised(table.name)}Columns = ${table.columns.length};`;
  return [`// Columns of ${table.name}, in order:`, ...columns, count].join("\n");
}

/** clang-format lines trailing comments up. */
function aligned(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.indexOf("//")));
  return lines
    .map((line) => line.replace(/ *\/\//, (_, offset: number) => " ".repeat(width - offset) + "//"))
    .join("\n");
}
