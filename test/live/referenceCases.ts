/** One use of the command that is tried on both. `{…}` in words stands for a file of `prepareFolder`. */
export interface Case {
  readonly words: string;
  /** What is different on purpose, by what is compared, and why. Where exit codes differ, all else may. */
  readonly differs?: Partial<Record<"code" | "files" | "says", string>>;
}

const OWN_WORDS = "the words of its option parser, argparse; ours says it in its own";
const NOT_STARTED = "ours is found before the program is started, theirs runs for nothing";

/** `run` with these options, and a script that computes for a moment. */
export const runCases: readonly Case[] = [
  { words: "{busy}" },
  { words: "{busy} -r --flamegraph" },
  { words: "--pstats --sort cumtime -l 2 {busy}" },
  { words: "--pstats -o stats.out {busy}" },
  { words: "-o out.tachyon {busy}" },
  { words: "-o out.html {busy}", differs: { code: "a page was meant, or at least no pstats file" } },
  { words: "--collapsed {busy}" },
  { words: "--collapsed -o {folder} {busy}" },
  { words: "--flamegraph {busy}" },
  { words: "--flamegraph --browser -o page.html {busy}" },
  { words: "--collapsed --browser {busy}" },
  { words: "--diff-flamegraph {bin} {busy}" },
  { words: "--diff-flamegraph nosuch.bin {busy}", differs: { files: NOT_STARTED } },
  {
    words: "--diff-flamegraph {json} {busy}",
    differs: { files: NOT_STARTED, says: "ours says what kinds of files can be read" },
  },
  {
    words: "--mode cpu --diff-flamegraph {bin} {busy}",
    differs: { files: NOT_STARTED, says: "ours says what differs" },
  },
  { words: "--jsonl {busy}" },
  { words: "--heatmap {busy}", differs: { files: "ours is one page that needs nothing else, not a folder" } },
  { words: "--binary --compression none -o out.bin {busy}" },
  { words: "--binary --compression lzma {busy}", differs: { says: OWN_WORDS } },
  { words: "--collapsed --flamegraph {busy}", differs: { says: OWN_WORDS } },
  { words: "-r 500hz {busy}" },
  { words: "-r 2.5KHZ --collapsed {busy}" },
  { words: "--sampling-rate=10k {busy}" },
  { words: "--samp 500hz --flame -o page.html {busy}" },
  { words: "--async running {busy}", differs: { says: OWN_WORDS } },
  { words: "--gecko {busy}" },
  { words: "--gecko -o threads.json -a {busy}" },
  { words: "--binary --compression zstd -o out.bin {busy}" },
  { words: "-r 0 {busy}" },
  { words: "-r 2000khz {busy}" },
  { words: "-r 5mhz {busy}" },
  { words: "-d abc {busy}", differs: { says: OWN_WORDS } },
  { words: "-d 2.5 {busy}", differs: { code: "why not" } },
  { words: "-d 1 {long}", differs: { files: "the duration ends the profile, not the program, which goes on to write a file" } },
  { words: "-d 0 {busy}", differs: { files: "the program is not ended: it writes its file" } },
  { words: "-a --native --no-gc {busy}" },
  { words: "--realtime-stats {long}" },
  { words: "--opcodes {busy}", differs: { code: "the hottest instructions go below the table" } },
  { words: "--opcodes --collapsed {busy}", differs: { says: "the same, with our formats in its list" } },
  { words: "--opcodes --flamegraph {busy}" },
  { words: "--opcodes --binary {busy}" },
  { words: "--async-aware {tasks}" },
  { words: "--async-aware --async-mode all {tasks}" },
  { words: "--async-mode all {busy}" },
  {
    words: "--async-mode running {busy}",
    differs: { code: "it cannot see that its default was asked for" },
  },
  { words: "--async-aware --mode cpu {tasks}" },
  {
    words: "--async-aware --native --no-gc -a --binary {tasks}",
    differs: { code: "our stacks of tasks have all frames, and their files hold them" },
  },
  { words: "--mode cpu {busy}" },
  { words: "--mode gil {busy}" },
  { words: "--mode exception {handles}" },
  { words: "--mode fast {busy}", differs: { says: OWN_WORDS } },
  { words: "--blocking {busy}" },
  { words: "--blocking -r 20khz {busy}" },
  { words: "--subprocesses --collapsed {parent}" },
  { words: "--subprocesses {parent}", differs: { files: "one table holds all processes" } },
  { words: "--sort speed {busy}", differs: { says: OWN_WORDS } },
  { words: "--limit 1 --no-summary {busy}" },
  { words: "-l abc {busy}", differs: { says: OWN_WORDS } },
  { words: "--no-summary {busy}" },
  { words: "--sort name -l 3 --flamegraph {busy}" },
  { words: "--no-summary --collapsed {busy}" },
  { words: "--live --flamegraph {busy}" },
  { words: "--live --subprocesses {busy}", differs: { says: "ours shows several processes, in a terminal" } },
  { words: "--live --sort name -l 3 {busy}" },
  { words: "-m json.tool {json}" },
  { words: "-m nosuch_module" },
  { words: "nosuch.py" },
  { words: "--nosuch {busy}", differs: { says: OWN_WORDS } },
  { words: "", differs: { says: OWN_WORDS } },
  { words: "{exit3}", differs: { code: "the program's exit code comes through" } },
  { words: "{raises}", differs: { code: "the program's exit code comes through" } },
];

export const attachCases: readonly Case[] = [
  { words: "-d 1 --collapsed -o stacks.txt {pid}" },
  { words: "-d 1 --sort name -l 2 {pid}" },
  { words: "999999999", differs: { says: "ours says what the system answers" } },
  { words: "abc", differs: { says: OWN_WORDS } },
];

/** Of a binary profile that the reference has made. */
export const replayCases: readonly Case[] = [
  ...["nsamples", "tottime", "cumtime", "sample-pct", "cumul-pct", "nsamples-cumul", "name"].map((key) => ({
    words: `--sort ${key} {bin}`,
  })),
  { words: "-l 2 --no-summary {bin}" },
  { words: "--pstats -o stats.out {bin}" },
  { words: "--collapsed -o stacks.txt {bin}" },
  { words: "--flamegraph -o page.html {bin}" },
  { words: "--jsonl -o lines.jsonl {bin}" },
  { words: "--flamegraph --sort name {bin}", differs: { code: "replay checks its options" } },
  { words: "--collapsed --flamegraph {bin}", differs: { says: OWN_WORDS } },
  { words: "--diff-flamegraph {bin} -o page.html {bin}" },
  { words: "--diff-flamegraph nosuch.bin {bin}" },
  { words: "nosuch.bin" },
  { words: "{busy}", differs: { says: "ours reads other files as well" } },
];
