import * as fs from "node:fs";
import * as path from "node:path";
import { cppHeader } from "./generateCpp";
import { typescriptSchema } from "./generateTypescript";
import type { WireSchema } from "./wireSchema";

/** Paths of the generated files, and what they should hold according to `wire.json`. */
export function generatedFiles(): Map<string, string> {
  const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "wire.json"), "utf8")) as WireSchema;
  return new Map([
    [path.join(__dirname, "schema.ts"), typescriptSchema(schema)],
    [path.join(__dirname, "..", "native", "record", "wire_schema.h"), cppHeader(schema)],
  ]);
}

/** The generated files that are missing or differ from what they should be. */
export function staleFiles(): string[] {
  const isStale = ([file, text]: [string, string]) => !fs.existsSync(file) || fs.readFileSync(file, "utf8") !== text;
  return [...generatedFiles()].filter(isStale).map(([file]) => file);
}

function main(checkOnly: boolean): void {
  const stale = staleFiles();
  if (checkOnly && stale.length > 0) {
    console.error(`Not as wire.json says (run 'npm run build:wire'):\n  ${stale.join("\n  ")}`);
    process.exitCode = 1;
    return;
  }
  for (const file of stale) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, generatedFiles().get(file)!);
  }
}

if (require.main === module) {
  main(process.argv.includes("--check"));
}
