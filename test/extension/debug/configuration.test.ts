import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { awaitedCommand, pathMappingsOf, processIdOf, type ProfileConfiguration } from "../../../extension/debug/configuration";
import { profileOf } from "../../../extension/debug/profileOf";
import { samplingOf } from "../../../extension/session/samplingPlan";
import { samplingSettings } from "../../support/samplingSettings";

const attach: ProfileConfiguration = { type: "tachyon", name: "x", request: "attach" };

describe("debug configuration", () => {
  it("takes process ids as numbers and as the picker's text", () => {
    assert.equal(processIdOf({ ...attach, processId: "4711" }), 4711);
    assert.equal(processIdOf({ ...attach, processId: 12 }), 12);
    for (const processId of ["", "python", "-3", "0"]) assert.throws(() => processIdOf({ ...attach, processId }), /process/);
  });
});

describe("debug configuration that waits", () => {
  it("is one that has a command line and no process", () => {
    assert.equal(awaitedCommand({ ...attach, command: "serve.py" }), "serve.py");
    assert.equal(awaitedCommand({ ...attach, command: "serve.py", processId: 4711 }), null);
    assert.equal(awaitedCommand(attach), null);
  });
});

describe("path mappings of a configuration", () => {
  it("are taken where they are whole", () => {
    const whole = { localRoot: "/w", remoteRoot: "." };
    assert.deepEqual(pathMappingsOf([whole, { localRoot: "/w" }, {}]), [whole]);
    for (const none of [undefined, "x", {}]) assert.deepEqual(pathMappingsOf(none), []);
  });
});

describe("profile of a Python debug configuration", () => {
  const launch = { type: "debugpy", request: "launch", name: "Serve" };

  it("runs the same", () => {
    const same = { module: "django", args: ["runserver"], cwd: "/w", env: { A: "1" }, python: "/p", pythonArgs: ["-X", "dev"], pathMappings: [] };
    const made = profileOf({ ...launch, ...same, justMyCode: false, subProcess: false });
    assert.deepEqual(made, { type: "tachyon", request: "launch", name: "Profile: Serve", ...same, subprocesses: false });
  });

  it("takes what debuggers take in other forms", () => {
    const { args, python, subprocesses } = profileOf({ ...launch, args: `-v "a b" 'c d'`, pythonPath: "/old" });
    assert.deepEqual([args, python, subprocesses], [["-v", "a b", "c d"], "/old", true]);
    const listed = profileOf({ ...launch, python: ["/p", "-O"], pythonArgs: ["-u"] });
    assert.deepEqual([listed.python, listed.pythonArgs], ["/p", ["-O", "-u"]]);
  });
});

describe("manifest: debugger", () => {
  interface Attribute {
    readonly markdownDescription: string;
    readonly default?: unknown;
    readonly enum?: readonly string[];
    readonly enumDescriptions?: readonly string[];
  }
  const file = path.join(__dirname, "..", "..", "..", "package.json");
  const { contributes } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    contributes: {
      debuggers: {
        variables: Record<string, string>;
        configurationAttributes: Record<"launch" | "attach", { properties: Record<string, Attribute> }>;
      }[];
    };
  };
  const [{ variables, configurationAttributes }] = contributes.debuggers;
  const sampling = Object.keys(samplingSettings).filter((name) => name !== "editorPatience");

  for (const request of ["launch", "attach"] as const) {
    const { properties } = configurationAttributes[request];

    it(`describes every sampling option of ${request}, with its default`, () => {
      assert.deepEqual(sampling.filter((name) => !(name in properties)), []);
      const silent = Object.entries(properties).filter(([, { markdownDescription }]) => !/Default: /.test(markdownDescription));
      assert.deepEqual(silent.map(([name]) => name), []);
    });

    it(`takes the values that ${request} lists, and says which setting has the default`, () => {
      for (const [name, { enum: values = [], enumDescriptions = [] }] of Object.entries(properties)) {
        assert.equal(values.length, enumDescriptions.length, name);
        for (const each of values) assert.equal((samplingOf({ [name]: each }, samplingSettings) as Record<string, unknown>)[name], each);
      }
      const elsewhere = sampling.filter((name) => !properties[name].markdownDescription.includes(`setting \`tachyon.sampling.${name}\``));
      assert.deepEqual(elsewhere, []);
    });
  }

  it("has the process picker as a variable", () => {
    assert.deepEqual(variables, { pickProcess: "tachyon.pickProcess" });
  });
});
