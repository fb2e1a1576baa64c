export type * from "./profile";
export { ProfileBuilder } from "./profileBuilder";
export { allThreads, computeSampleTotals, computeStackWeights } from "./selection";
export type { SampleTotal, SampleTotals, Selection, StackWeights } from "./selection";
export { formatCount, formatDuration, formatRate, formatShare } from "./units";
