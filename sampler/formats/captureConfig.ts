import type { Profile } from "../profile";

/** Modes in the order of their numbers in CPython's profiler. */
const modes = ["wall", "cpu", "gil", "all", "exception"];
const featuresKnown = 0x8;
const features: readonly [number, string, unknown][] = [
  [0x10, "allThreads", true],
  [0x20, "native", true],
  [0x40, "gc", true],
  [0x80, "opcodes", true],
  [0x100, "stopping", "blocking"],
];

/** How a profile was taken, as the bits that a binary profile of CPython's has for it. */
export function encodeCaptureConfig({ properties }: Profile): number {
  const mode = modes.indexOf(properties.get("mode") ?? "") + 1;
  const options = parseOptions(properties.get("options"));
  if (options === null) return mode;
  const bits = features.filter(([, name, value]) => options[name] === value).map(([bit]) => bit);
  return bits.reduce((all, bit) => all | bit, mode | featuresKnown);
}

/** The same bits as properties of a profile; what they do not tell is left out. */
export function decodeCaptureConfig(config: number): Record<string, string> {
  const mode = modes[(config & 7) - 1];
  const options = features.map(([bit, name, value]) => [name, config & bit ? value : otherwise(value)]);
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(config & featuresKnown ? { options: JSON.stringify(Object.fromEntries(options)) } : {}),
  };
}

function otherwise(value: unknown): unknown {
  return value === true ? false : "never";
}

function parseOptions(text: string | undefined): Record<string, unknown> | null {
  try {
    const options: unknown = JSON.parse(text ?? "null");
    return typeof options === "object" ? (options as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
