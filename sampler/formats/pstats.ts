import type { Profile } from "../profile";
import type { Format } from "./format";
import { lostDetails } from "./losses";
import { MarshalReader } from "./marshal";
import { readPstats } from "./pstatsRead";
import { writePstats } from "./pstatsWrite";

/** Files of Python's `pstats`: of `profiling.sampling`, and of `profiling.tracing` and `cProfile`. */
export const pstatsFormat: Format = {
  id: "pstats",
  option: "--pstats",
  extension: "pstats",
  description: "functions and who calls whom, for Python's 'pstats'",
  defaultName: (pid) => `profile_${pid}.pstats`,
  write: writePstats,
  loses: lostInPstats,
  recognises: isPstats,
  read: readPstats,
};

/** A dictionary whose first key is a tuple. */
function isPstats(head: Uint8Array): boolean {
  const reader = new MarshalReader(head);
  if (!reader.beginsDict() || head.length < 2) return false;
  return head[1] === 0x30 || [0x28, 0x29].includes(head[1] & 0x7f);
}

function lostInPstats(profile: Profile): string[] {
  return [...lostDetails(profile), "whole stacks", "times", ...(profile.threads.length > 1 ? ["threads"] : [])];
}
