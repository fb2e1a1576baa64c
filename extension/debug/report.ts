import {
  computeLineHeat,
  computeStackWeights,
  formatCount,
  formatDuration,
  formatShare,
  shortFileName,
  type Profile,
} from "../../sampler/profile";
import type { Session } from "../session/session";

/** A line of the Debug Console that leads to a line of source. */
export interface ReportLine {
  readonly text: string;
  /** As the profile has it. */
  readonly file: string;
  readonly line: number;
}

const listedLines = 5;

/** What a run that is over brought, such as "12 s, 11,980 samples of 3 threads." */
export function summary({ profile, elapsedMs, plan }: Session): string {
  const { samples } = profile.statistics;
  const threads = `${profile.threads.length} ${profile.threads.length === 1 ? "thread" : "threads"}`;
  return `${plan.title}: ${formatDuration(elapsedMs * 1e6)}, ${formatCount(samples)} samples of ${threads}. Hottest lines by self time:\n`;
}

/** The lines that took most time themselves. */
export function hottestLines(profile: Profile, projectRoots: readonly string[]): ReportLine[] {
  const { files, totalWeight } = computeLineHeat(profile, computeStackWeights(profile));
  const lines = [...files].flatMap(([file, heat]) =>
    Array.from(heat.line, (line, index) => ({ file, line, self: heat.self[index] })),
  );
  return lines
    .filter(({ self }) => self > 0)
    .sort((a, b) => b.self - a.self)
    .slice(0, listedLines)
    .map(({ file, line, self }) => {
      const share = formatShare(self / totalWeight).padStart(6);
      const place = `${shortFileName(file, projectRoots)}:${line}`;
      return { file, line, text: `${share}  ${formatDuration(self).padStart(7)}  ${place}\n` };
    });
}
