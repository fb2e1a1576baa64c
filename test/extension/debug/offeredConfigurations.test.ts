import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { automaticConfigurations, initialConfigurations } from "../../../extension/debug/offeredConfigurations";
import { samplingOf } from "../../../extension/session/samplingPlan";
import { samplingSettings } from "../../support/samplingSettings";

/** The part of JSON Schema that the manifest's attributes use. */
interface Schema {
  readonly type: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly markdownDescription?: string;
}

interface Snippet {
  readonly label: string;
  readonly description: string;
  readonly body: object;
}

interface Debugger {
  readonly configurationAttributes: Readonly<Record<string, { readonly properties: Readonly<Record<string, Schema>> }>>;
  readonly configurationSnippets: readonly Snippet[];
  readonly variables: Readonly<Record<string, string>>;
}

type Configuration = Readonly<Record<string, unknown>>;

const file = path.join(__dirname, "..", "..", "..", "package.json");
const manifest = JSON.parse(fs.readFileSync(file, "utf8")) as { contributes: { debuggers: [Debugger] } };
const [{ configurationAttributes, configurationSnippets, variables }] = manifest.contributes.debuggers;

/** What every debug configuration has, whatever its type. */
const common = ["type", "name", "request"];

/** What a snippet writes when its blanks are left as they are: the editor takes texts that begin with ^ for JSON. */
function written({ body }: Snippet): Configuration {
  const text = JSON.stringify(body).replace(/"\^((?:[^"\\]|\\.)*)"/g, (_, raw: string) => JSON.parse(`"${raw}"`) as string);
  return JSON.parse(text.replace(/(?<!\\)\$\{\d+:([^}]*)\}/g, "$1").replaceAll("\\$", "$")) as Configuration;
}

function fits(value: unknown, { type, enum: choices, pattern }: Schema): boolean {
  const kind = Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  const isOfType = [type].flat().some((each) => each === kind || (each === "number" && kind === "integer"));
  return isOfType && (choices?.includes(value) ?? true) && (pattern === undefined || new RegExp(pattern).test(String(value)));
}

function assertValid(configuration: Configuration): void {
  const what = JSON.stringify(configuration);
  assert.deepEqual([configuration.type, typeof configuration.name], ["tachyon", "string"], what);
  const attributes = configurationAttributes[String(configuration.request)]?.properties;
  assert.ok(attributes !== undefined, `there is no such request: ${what}`);
  for (const [name, value] of Object.entries(configuration).filter(([name]) => !common.includes(name))) {
    assert.ok(attributes[name]?.markdownDescription, `nothing describes "${name}" of ${what}`);
    assert.ok(fits(value, attributes[name]), `"${name}" may not be ${JSON.stringify(value)}`);
    for (const [, command] of String(value).matchAll(/\$\{command:([^}]+)\}/g)) {
      assert.ok(Object.values(variables).includes(command), `nobody offers the command ${command}`);
    }
  }
  assert.ok(samplingOf(configuration, samplingSettings));
}

describe("debug configurations on offer", () => {
  for (const snippet of configurationSnippets) {
    it(`"${snippet.label}" writes what launch.json may hold, and says what it is for`, () => {
      assertValid(written(snippet));
      assert.match(snippet.label, /^Tachyon: /);
      assert.match(snippet.description, /^[A-Z].*\.$/);
    });
  }

  it("snippets show each way to start, and name themselves apart", () => {
    const all = configurationSnippets.map(written);
    const ways = ["program", "module", "processId", "command"].filter((way) => all.some((each) => way in each));
    assert.deepEqual(ways, ["program", "module", "processId", "command"]);
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  });

  it("leave variables of the editor to the editor", () => {
    const [first] = configurationSnippets;
    assert.equal(written(first).program, "${file}");
  });

  it("of a new launch.json are what it may hold", () => {
    assert.ok(initialConfigurations.length > 0);
    initialConfigurations.forEach(assertValid);
  });

  it("that are automatic are what launch.json may hold: the usual ones, and one for each Python program in it", () => {
    const serve = { type: "debugpy", request: "launch", name: "Serve", module: "app", args: ["-v"], justMyCode: false };
    const others = [{ ...serve, type: "node" }, { ...serve, request: "attach" }];
    const offered = automaticConfigurations([serve, ...others]);
    offered.forEach(assertValid);
    const usual = automaticConfigurations([]).map(({ name }) => name);
    assert.deepEqual(offered.map(({ name }) => name), [...usual, "Profile: Serve"]);
  });
});
