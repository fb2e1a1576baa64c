import { computeThreadsWithSamples } from "../profile";
import type { Profile } from "../profile";
import type { Format } from "./format";
import { headText } from "./jsonFile";
import { laneName, programTitle } from "./lanes";
import { lostDetails } from "./losses";
import { lanesOf, MergedStacks, type Lane } from "./mergedStacks";
import { joined, separated } from "./pieces";
import { numberPlaces, type ShownPlace } from "./placeKeys";
import { readSpeedscope } from "./speedscopeReader";

const schema = "https://www.speedscope.app/file-format-schema.json";

export const speedscopeFormat: Format = {
  id: "speedscope",
  option: "--speedscope",
  extension: "speedscope.json",
  description: "for speedscope (https://www.speedscope.app): each thread in the order of time",
  defaultName: (pid) => `profile_${pid}.speedscope.json`,
  needsTimeline: true,
  write: (profile, { title }) => joined(speedscopeParts(profile, title)),
  loses: (profile) => [...lostDetails(profile), "numbers of samples"],
  recognises: (head) => {
    const text = headText(head);
    return text.startsWith("{") && (text.includes(schema) || /"shared":\s*\{\s*"frames":/.test(text));
  },
  read: readSpeedscope,
};

function* speedscopeParts(profile: Profile, title: string): Iterable<string> {
  const { places, keyOfFrame } = numberPlaces(profile);
  const stacks = new MergedStacks(profile, keyOfFrame);
  const lanes = lanesOf(profile, stacks);
  const heaviest = computeThreadsWithSamples(profile)[0]?.thread ?? 0;
  const facts = {
    $schema: schema,
    name: programTitle(profile, title),
    exporter: profile.properties.get("tool") ?? "tachyon",
    activeProfileIndex: Math.max(
      lanes.findIndex(({ thread }) => thread === heaviest),
      0,
    ),
  };
  yield `${JSON.stringify(facts).slice(0, -1)},\n"shared":{"frames":[\n`;
  yield* separated(places.map(frameText), ",\n");
  yield `\n]},\n"profiles":[`;
  for (const [index, lane] of lanes.entries()) yield* laneParts(profile, stacks, lane, index > 0);
  yield "]}\n";
}

function frameText({ name, file, line }: ShownPlace): string {
  return JSON.stringify({ name, ...(file && { file }), ...(line > 0 && { line }) });
}

function* laneParts(profile: Profile, stacks: MergedStacks, lane: Lane, isLater: boolean): Iterable<string> {
  const name = laneName(profile.threads[lane.thread]);
  const endValue = lane.weight.reduce((sum, weight) => sum + weight, 0);
  const facts = { type: "sampled", name, unit: "nanoseconds", startValue: 0, endValue };
  yield `${isLater ? "," : ""}\n${JSON.stringify(facts).slice(0, -1)},\n"samples":[\n`;
  for (const [index, node] of lane.node.entries()) yield `${index > 0 ? ",\n" : ""}[${stacks.path(node).join()}]`;
  yield `],\n"weights":[`;
  for (const [index, weight] of lane.weight.entries()) yield index > 0 ? `,${weight}` : String(weight);
  yield "]}";
}
