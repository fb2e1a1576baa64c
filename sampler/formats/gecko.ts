import type { Profile } from "../profile";
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
  description: "profile for the Firefox Profiler (profiler.firefox.com), with markers",
  defaultName: (pid) => `gecko_${pid}.json`,
  needsTimeline: true,
  keepsOpcodes: true,
  write: writeGecko,
  loses: lostInGecko,
  recognises: isGecko,
  read: readGecko,
};

function lostInGecko(profile: Profile): string[] {
  const details = lostDetails(profile, ["opcodes", "columns", "thread status", "samples without a stack"]);
  return [...details, "ends of lines and columns", ...(hasCallersOpcodes(profile) ? ["instructions of callers"] : [])];
}

/** Markers tell the instruction of the innermost frame alone. */
function hasCallersOpcodes({ stacks, frames }: Profile): boolean {
  const callers = stacks.parent.subarray(0, stacks.length).filter((parent) => parent >= 0);
  return callers.some((caller) => frames.opcode[stacks.frame[caller]] >= 0);
}

function isGecko(head: Uint8Array): boolean {
  const text = headText(head);
  return /^\{\s*"meta"\s*:\s*\{/.test(text) && /"(preprocessedProfileVersion|stackwalk|processType|interval)"/.test(text);
}
