import { ThreadStatus } from "../wire";

const words: readonly (readonly [flag: ThreadStatus, text: string])[] = [
  [ThreadStatus.HasGil, "has the GIL"],
  [ThreadStatus.OnCpu, "on a processor"],
  [ThreadStatus.GilRequested, "waits for the GIL"],
  [ThreadStatus.HasException, "handles an exception"],
  [ThreadStatus.Torn, "changed while it was read"],
  [ThreadStatus.Failed, "could not be read"],
];
const briefWords: readonly (readonly [flag: ThreadStatus, text: string])[] = [
  [ThreadStatus.HasGil, "has GIL"],
  [ThreadStatus.GilRequested, "waits for GIL"],
  [ThreadStatus.OnCpu, "on CPU"],
];
const doing = ThreadStatus.HasGil | ThreadStatus.OnCpu | ThreadStatus.GilRequested | ThreadStatus.Unknown;

/** What a thread did when a sample of it was taken, such as "has the GIL, on a processor"; `status` is its flags. */
export function describeStatus(status: number): string {
  const told = words.filter(([flag]) => (status & flag) !== 0).map(([, text]) => text);
  return (status & doing) === 0 ? ["waits", ...told].join(", ") : told.join(", ") || "unknown";
}

/** The one thing of it that matters most, for where there is little room, such as "has GIL". */
export function describeStatusBriefly(status: number): string {
  const [, text] = briefWords.find(([flag]) => (status & flag) !== 0) ?? [];
  return text ?? describeStatus(status);
}
