import { formatDuration, formatShare } from "../../sampler/profile";

/** One line's figures. Times are nanoseconds; shares are of the whole profile, 0 … 1. */
export interface LineFigures {
  readonly self: number;
  readonly total: number;
  readonly selfShare: number;
  readonly totalShare: number;
}

/** Wide enough for every formatted time and share, so that texts above one another line up. */
const valueWidth = 6;

/** Such as "1.2 s self · 3.4 s total": what stands after a hot line. Where both are the same, one is enough. */
export function figureText(line: LineFigures, unit: "time" | "percent"): string {
  const [self, total] =
    unit === "time"
      ? [formatDuration(line.self), formatDuration(line.total)]
      : [formatShare(line.selfShare), formatShare(line.totalShare)];
  const text =
    line.total > line.self ? `${self.padStart(valueWidth)} self · ${total} total` : `${self.padStart(valueWidth)} self`;
  return text.replaceAll(" ", "\u00a0");
}
