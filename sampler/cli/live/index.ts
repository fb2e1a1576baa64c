export { LiveView } from "./liveView";
export type { LiveStart } from "./liveView";
export { ProgramOutput } from "./programOutput";
