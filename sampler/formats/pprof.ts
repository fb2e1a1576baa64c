import type { Format } from "./format";
import { lostDetails } from "./losses";
import { readPprof } from "./pprofReader";
import { profileFields } from "./pprofSchema";
import { writePprof } from "./pprofWriter";
import { looksLikeFields } from "./protobufFields";

export const pprofFormat: Format = {
  id: "pprof",
  option: "--pprof",
  extension: "pb.gz",
  description: "for Go's pprof and what reads its files: what each thread's stacks weigh",
  defaultName: (pid) => `profile_${pid}.pb.gz`,
  write: (profile, { title, gzip }) => {
    const bytes = writePprof(profile, title);
    return gzip ? gzip(bytes) : bytes;
  },
  loses: (profile) => [...lostDetails(profile, ["columns"]), "when samples were taken"],
  recognises: (head) => looksLikeFields(head, profileFields),
  read: readPprof,
};
