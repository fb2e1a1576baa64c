import type { CallTree } from "./callTree";
import type { FlameColumns } from "./flameGraph";
import type { FlameLayout } from "./flameLayout";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";
import type { StringInterner } from "./stringInterner";

type OpcodeColumns = Pick<FlameColumns, "opcodeStart" | "opcodeName" | "opcodeBase" | "opcodeWeight">;

const maxOpcodesOfBox = 8;

/** Which instructions the samples of each box were at, within the box's function; heaviest first, at most 8 a box. */
export function computeFlameOpcodes(
  profile: Profile,
  tree: CallTree,
  layout: FlameLayout,
  strings: StringInterner,
): OpcodeColumns {
  const { pairs, weights } = opcodesOfBoxes(profile, tree, layout);
  const { first: boxes, second: opcodes } = pairs;
  const order = Int32Array.from({ length: pairs.length }, (_, pair) => pair);
  order.sort((a, b) => boxes[a] - boxes[b] || weights[b] - weights[a]);
  const opcodeStart = new Uint32Array(layout.length + 1);
  const chosen: number[] = [];
  for (const pair of order) {
    if (opcodeStart[boxes[pair] + 1] < maxOpcodesOfBox) {
      opcodeStart[boxes[pair] + 1]++;
      chosen.push(pair);
    }
  }
  for (let box = 0; box < layout.length; box++) {
    opcodeStart[box + 1] += opcodeStart[box];
  }
  const text = (column: Uint32Array) =>
    Int32Array.from(chosen, (pair) => strings.intern(profile.strings[column[opcodes[pair]]]));
  return {
    opcodeStart,
    opcodeName: text(profile.opcodes.name),
    opcodeBase: text(profile.opcodes.base),
    opcodeWeight: Float64Array.from(chosen, (pair) => weights[pair]),
  };
}

/** The (box, opcode) pairs that samples saw, and what each weighs. */
function opcodesOfBoxes(profile: Profile, tree: CallTree, layout: FlameLayout) {
  const boxOfNode = new Int32Array(tree.length).fill(-1);
  layout.node.forEach((node, box) => {
    if (node >= 0) {
      boxOfNode[node] = box;
    }
  });
  const pairs = new PairTable();
  const weights: number[] = [];
  for (let place = 0; place < tree.places.length; place++) {
    const box = boxOfNode[tree.places.node[place]];
    const opcode = profile.frames.opcode[tree.places.frame[place]];
    if (box >= 0 && opcode >= 0) {
      const pair = pairs.intern(box, opcode);
      weights[pair] = (weights[pair] ?? 0) + tree.places.weight[place];
    }
  }
  return { pairs, weights };
}
