import { formats, type WriteContext } from "../../sampler/formats";
import type { BigFile } from "./bigFiles";
import { writeSections, type Section } from "./bigSections";
import { wanderingProfile, type ProfileShape } from "./wanderingProfile";

interface Lane {
  readonly samples: readonly number[][];
  readonly weights: readonly number[];
}

/** A speedscope file whose lanes have their samples and weights again and again. */
export function bigSpeedscope(shape: ProfileShape): BigFile {
  const { profiles, ...facts } = parsed<{ profiles: Lane[] }>("speedscope", shape);
  const lanes = profiles.map(({ samples, weights, ...lane }) => [
    { once: `${JSON.stringify(lane).slice(0, -1)},"samples":[` },
    again(samples),
    { once: '],"weights":[' },
    again(weights),
    { once: "]}" },
  ]);
  const comma = { once: "," };
  return writeSections([
    { once: `${JSON.stringify(facts).slice(0, -1)},"profiles":[` },
    ...lanes.flatMap((lane, index) => (index > 0 ? [comma, ...lane] : lane)),
    { once: "]}" },
  ]);
}

interface CpuProfile {
  readonly nodes: readonly { readonly positionTicks: unknown }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A CPU profile with its samples and deltas again and again; nodes tell no numbers, which would have to grow with them. */
export function bigCpuprofile(shape: ProfileShape): BigFile {
  const { nodes, samples, timeDeltas } = parsed<CpuProfile>("cpuprofile", shape);
  const bare = nodes.map((node) => ({ ...node, hitCount: 0, positionTicks: undefined }));
  return writeSections([
    { once: `{"nodes":${JSON.stringify(bare)},"startTime":0,"samples":[` },
    again(samples.slice(0, -1)),
    { once: '],"timeDeltas":[' },
    again(timeDeltas.slice(1)),
    { once: "]}" },
  ]);
}

interface GeckoThread {
  readonly samples: { readonly stack: readonly number[]; readonly length: number };
}

/** A gecko file whose threads have their samples again and again, each time later, and a marker for every fourth. */
export function bigGecko(shape: ProfileShape): BigFile {
  const { threads, ...facts } = parsed<{ threads: GeckoThread[] }>("gecko", shape);
  const comma = { once: "," };
  return writeSections([
    { once: `${JSON.stringify(facts).slice(0, -1)},"threads":[` },
    ...threads.flatMap((thread, index) => (index > 0 ? [comma, ...geckoThread(thread)] : geckoThread(thread))),
    { once: "]}" },
  ]);
}

function geckoThread({ samples, ...thread }: GeckoThread): Section[] {
  const { stack } = samples;
  const ticks = stack.map((_, index) => index);
  const marked = ticks.filter((index) => index % 4 === 0);
  const data = marked.map((line) => ({ type: "Opcode", opname: "NOP", base_opname: "NOP", line: -(line % 50), duration: line + 0.125 }));
  return [
    { once: `${JSON.stringify({ ...thread, markers: undefined }).slice(0, -1)},"samples":{"stack":[` },
    again(stack),
    { once: '],"time":[' },
    later(ticks),
    { once: '],"eventDelay":[' },
    again(ticks.map(() => null)),
    { once: ']},"markers":{"data":[' },
    again(data),
    { once: '],"name":[' },
    again(marked.map(() => 0)),
    { once: '],"startTime":[' },
    later(marked),
    { once: '],"endTime":[' },
    later(marked),
    { once: "]}}" },
  ];
}

/** A list's elements, as often as the file repeats them. */
function again(elements: readonly unknown[]): Section {
  const text = JSON.stringify(elements).slice(1, -1);
  const later = Buffer.from(`,${text}`);
  return { again: (repeat) => (repeat === 0 ? Buffer.from(text) : later) };
}

/** Times in ms that go on where they were before: the repeats' number stands before their digits. */
function later(ticks: readonly number[]): Section {
  const texts = ticks.map((tick) => `${String(tick).padStart(6, "0")}.125`);
  return {
    again: (repeat) => {
      const comma = `,${repeat + 1}`;
      return Buffer.from((repeat === 0 ? "" : ",") + `${repeat + 1}${texts.join(comma)}`);
    },
  };
}

function parsed<T>(id: string, shape: ProfileShape): T {
  const { write } = formats.find((format) => format.id === id)!;
  return JSON.parse([...write!(wanderingProfile(shape), { title: "big" } as WriteContext)].join("")) as T;
}
