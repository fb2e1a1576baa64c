import type { SamplingSettings } from "../../extension/config";

/** How to sample, as the settings say that nobody has changed. */
export const samplingSettings: SamplingSettings = {
  rate: "1khz",
  duration: 0,
  allThreads: true,
  opcodes: true,
  mode: "wall",
  subprocesses: false,
  async: "off",
  native: false,
  gc: true,
  stopping: "never",
  editorPatience: 60,
};
