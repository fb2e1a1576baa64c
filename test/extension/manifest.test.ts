import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { heatLevels } from "../../extension/viewmodels/heat";

interface Colour {
  readonly id: string;
  readonly defaults: Readonly<Record<Theme, string>>;
}

interface Manifest {
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly colors: readonly Colour[];
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { default: unknown; markdownDescription: string }>>;
    }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
  };
}

type Theme = "dark" | "light" | "highContrast" | "highContrastLight";

const root = path.join(__dirname, "..", "..");
const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const { contributes } = manifest;
const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  { default: unknown; markdownDescription: string }
>;

function source(name: string): string {
  return fs.readFileSync(path.join(root, "extension", name), "utf8");
}

describe("manifest: commands", () => {
  const contributed = contributes.commands.map(({ command }) => command).sort();

  it("are all registered, and no others", () => {
    const registered = [...source("commands.ts").matchAll(/command\(\s*"(\w+)"/g)].map(
      (match) => `tachyon.${match[1]}`,
    );
    assert.deepEqual(registered.sort(), contributed);
  });

  it("of menus exist", () => {
    const used = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    assert.deepEqual(
      used.filter((command) => !contributed.includes(command)),
      [],
    );
  });
});

describe("manifest: settings", () => {
  it("are those that the extension reads, with the same defaults", () => {
    const read = [...source("config.ts").matchAll(/\.get\("([\w.]+)", ([^)]+)\)/g)].map((match) => [
      `tachyon.${match[1]}`,
      JSON.parse(match[2]) as unknown,
    ]);
    const declared = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
    assert.deepEqual(Object.fromEntries(read), Object.fromEntries(declared));
  });

  it("say their default", () => {
    const silent = Object.entries(settings).filter(
      ([, { markdownDescription }]) => !/Default: /.test(markdownDescription),
    );
    assert.deepEqual(
      silent.map(([name]) => name),
      [],
    );
  });

  it("that name what is run need a trusted workspace", () => {
    const running = Object.keys(settings).filter((name) => /^tachyon\.(pythonPath|launch\.)/.test(name));
    assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), running.sort());
  });
});

describe("manifest: icons", () => {
  it("are there", () => {
    const icons = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
    assert.deepEqual(
      icons.filter((icon) => !fs.existsSync(path.join(root, icon))),
      [],
    );
  });
});

/** Editor backgrounds, and the plain text and figure colours on them, of VS Code's own default themes. */
const themes: Readonly<Record<Theme, { background: string; text: string }>> = {
  dark: { background: "#1f1f1f", text: "#cccccc" },
  light: { background: "#ffffff", text: "#3b3b3b" },
  highContrast: { background: "#000000", text: "#ffffff" },
  highContrastLight: { background: "#ffffff", text: "#292929" },
};
/** WCAG 2.2, level AA, for text. */
const leastContrast = 4.5;

describe("manifest: heat colours", () => {
  const colour = (id: string): Colour => contributes.colors.find((each) => each.id === id)!;

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`leave text and figures readable on every level (${theme})`, () => {
      const { background, text } = themes[theme];
      for (let level = 1; level <= heatLevels; level++) {
        const behind = blend(colour(`tachyon.heat${level}`).defaults[theme], background);
        for (const front of [text, colour("tachyon.heatText").defaults[theme]]) {
          const ratio = contrast(channels(front), behind);
          assert.ok(ratio >= leastContrast, `level ${level}: ${front} has a contrast of ${ratio.toFixed(2)}`);
        }
      }
    });

    it(`differ from level to level and have a mark in the ruler (${theme})`, () => {
      const levels = Array.from(
        { length: heatLevels },
        (_, index) => colour(`tachyon.heat${index + 1}`).defaults[theme],
      );
      assert.equal(new Set(levels).size, heatLevels);
      levels.forEach((_, index) => assert.ok(colour(`tachyon.heatRuler${index + 1}`)));
    });
  }
});

type Rgb = readonly [number, number, number];

function channels(hex: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

function blend(hex: string, background: string): Rgb {
  const alpha = hex.length > 7 ? parseInt(hex.slice(7), 16) / 255 : 1;
  const [front, back] = [channels(hex), channels(background)];
  return front.map((value, index) => value * alpha + back[index] * (1 - alpha)) as unknown as Rgb;
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) =>
    value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
