import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { samplingOf } from "../../../extension/session/samplingPlan";
import { samplingSettings as settings } from "../../support/samplingSettings";

describe("sampling plan", () => {
  it("falls back to the settings", () => {
    assert.deepEqual(samplingOf({}, settings), { ...settings, rateHz: 1000 });
    const others = { ...settings, rate: "2khz", mode: "cpu", native: true, stopping: "exact" } as const;
    assert.deepEqual(samplingOf({}, others), { ...others, rateHz: 2000 });
  });

  it("has a say in every sampling option", () => {
    const plain = { rate: "10k", duration: 1, allThreads: false, opcodes: true, subprocesses: true };
    const all = { ...plain, mode: "gil", native: true, gc: false, async: "off", stopping: "exact" } as const;
    assert.deepEqual(samplingOf(all, settings), { ...all, rateHz: 10_000, editorPatience: 60 });
  });

  it("refuses what cannot be, by its name", () => {
    assert.throws(() => samplingOf({ rate: "fast" }, settings), /"fast"/);
    assert.throws(() => samplingOf({ mode: "idle" as "wall" }, settings), /"mode" is "idle".*wall, cpu, gil, exception/);
    assert.throws(() => samplingOf({ mode: "cpu", async: "all" }, settings), /"async" is incompatible/);
    assert.throws(() => samplingOf({}, { ...settings, mode: "cpu", async: "all" }), /launch.json or in the settings/);
  });

  it("has for its settings those of the manifest, with the same defaults and choices as launch.json", () => {
    interface Property {
      readonly default?: unknown;
      readonly enum?: readonly string[];
    }
    const { contributes } = JSON.parse(fs.readFileSync(path.join(__dirname, "..", "..", "..", "package.json"), "utf8")) as {
      contributes: {
        configuration: { properties: Record<string, Property> }[];
        debuggers: { configurationAttributes: { launch: { properties: Record<string, Property> } } }[];
      };
    };
    const own = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
    const sampling = own.filter(([name]) => name.startsWith("tachyon.sampling.")).map(([name, property]) => [name.slice(17), property] as const);
    assert.deepEqual(Object.fromEntries(sampling.map(([name, property]) => [name, property.default])), settings);
    const { properties } = contributes.debuggers[0].configurationAttributes.launch;
    for (const [name, property] of sampling) assert.deepEqual(property.enum, properties[name]?.enum, name);
  });
});
