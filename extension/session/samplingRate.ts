import { Problem } from "./problem";

const fastestHz = 1_000_000;
const slowestHz = 1 / 60;

/**
 * A rate as the command line takes it, such as "1khz", "500hz", "10k" or "200", in samples a second.
 * Throws a `Problem` for anything else.
 */
export function parseSamplingRate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(hz|khz|k)?$/i.exec(text.trim());
  if (match === null) throw invalidRate(text, "It is not a number with a unit");
  const hz = Number(match[1]) * (/^k/i.test(match[2] ?? "") ? 1000 : 1);
  if (hz > fastestHz || hz < slowestHz) throw invalidRate(text, "It is out of range");
  return hz;
}

function invalidRate(text: string, why: string): Problem {
  return new Problem(
    `The sampling rate "${text}" cannot be used.`,
    `${why}.`,
    `Set "tachyon.sampling.rate" to a value such as 1khz, 500hz or 10k, at most 1000khz.`,
  );
}
