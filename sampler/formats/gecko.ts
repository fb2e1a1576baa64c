import type { Format } from "./format";
import { readGecko } from "./geckoRead";
import { writeGecko } from "./geckoWrite";
import { headText } from "./jsonFile";
import { lostDetails } from "./losses";

/** Profiles for the Firefox Profiler, as CPython's profiler calls them. */
export const geckoFormat: Format = {
  id: "gecko",
  option: "--gecko",
  extension: "json",
  description: "Profile for the Firefox Profiler (profiler.firefox.com), with markers",
  defaultName: (pid) => `gecko_${pid}.json`,
  needsTimeline: true,
  keepsOpcodes: true,
  write: writeGecko,
  loses: (profile) => [
    ...lostDetails(profile, ["opcodes", "columns", "thread status", "samples without a stack"]),
    "ends of lines and columns",
  ],
  recognises: isGecko,
  read: readGecko,
};

function isGecko(head: Uint8Array): boolean {
  const text = headText(head);
  return /^\{\s*"meta"\s*:\s*\{/.test(text) && /"(preprocessedProfileVersion|stackwalk|processType|interval)"/.test(text);
}
