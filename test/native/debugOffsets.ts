// The groups of words that a runtime's table of offsets has after its cookie, in their order. Newer versions append to
// groups, or insert what is marked with the version.
const groups: readonly (readonly [group: string, words: string])[] = [
  ["head", "version freeThreaded"],
  ["runtime", "size finalizing interpretersHead"],
  [
    "interpreter",
    "size id next threadsHead threadsMain gc importsModules sysDict builtins cevalGil " +
      "gil gilEnabled gilLocked gilHolder codeGeneration tlbcGeneration",
  ],
  [
    "thread",
    "size prev next interpreter currentFrame 3.15:baseFrame 3.15:lastFrame 3.15:lastFrameSequence threadId nativeId " +
      "chunk status 3.15:holdsGil 3.15:gilRequested 3.15:exception 3.15:exceptionState",
  ],
  ["exceptionItem", "3.15:value"],
  ["frame", "size previous executable instruction locals owner stackPointer tlbcIndex"],
  ["code", "size fileName name qualifiedName lineTable firstLine arguments localNames localKinds bytecode tlbc"],
  ["object", "size type"],
  ["type", "size name repr flags 3.15:basicSize 3.15:dictOffset"],
  ["heapType", "3.15:size 3.15:cachedKeys"],
  ["tuple", "size items length"],
  ["list", "size items length"],
  ["set", "size used table mask"],
  ["dict", "size keys values"],
  ["float", "size value"],
  ["int", "size tag digits"],
  ["bytes", "size length data"],
  ["text", "size state length ascii 3.15:compact"],
  ["gc", "size collecting 3.15:frame 3.15:statisticsSize 3.15:statistics"],
  ["generator", "size name frame state"],
];

/** Where things lie in the structs of a runtime: `thread.next` and so on, as its own table says. */
export type DebugOffsets = (name: string) => number;

/** What the words of the table of a runtime of 3.14 or 3.15 mean. */
export function parseDebugOffsets(version: "3.14" | "3.15", words: readonly number[]): DebugOffsets {
  const offsets = new Map<string, number>();
  for (const [group, names] of groups) {
    for (const name of names.split(" ")) {
      const [word, isNew] = name.split(":").reverse();
      if (isNew === undefined || version === "3.15") offsets.set(`${group}.${word}`, words[offsets.size]);
    }
  }
  return (name) => {
    const offset = offsets.get(name);
    if (offset === undefined) throw new Error(`no table of ${version} has ${name}`);
    return offset;
  };
}
