import type { HeatmapFile } from "../protocol";

/** Files of one kind by their folders. Weights are nanoseconds. */
export interface Folder {
  /** Such as `django/db`, joined where a folder holds nothing else. */
  readonly name: string;
  /** Of all files below. There is no sum of totals: one sample is in several files' totals. */
  readonly self: number;
  readonly selfSamples: number;
  /** The greatest total of a file below. */
  readonly total: number;
  readonly count: number;
  readonly folders: readonly Folder[];
  readonly files: readonly TreeFile[];
  /** Both, what has most time first. */
  readonly entries: readonly (Folder | TreeFile)[];
}

export interface TreeFile {
  /** Its last part. */
  readonly name: string;
  /** Index of the heatmap's files. */
  readonly index: number;
  readonly file: HeatmapFile;
}

interface Growing {
  readonly folders: Map<string, Growing>;
  readonly files: TreeFile[];
}

/** The folders of some files (indices), what has most time first. */
export function buildTree(files: readonly HeatmapFile[], chosen: readonly number[], by: "self" | "total"): Folder {
  const root: Growing = { folders: new Map(), files: [] };
  for (const index of chosen) {
    const parts = files[index].shortName.split(/[\\/]/).filter((part) => part !== "");
    const name = parts.pop() ?? files[index].shortName;
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? { folders: new Map(), files: [] };
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push({ name, index, file: files[index] });
  }
  return finish("", root, by);
}

function finish(name: string, growing: Growing, by: "self" | "total"): Folder {
  const folders = [...growing.folders].map(([part, inner]) => joined(part, inner, by));
  const { files } = growing;
  const figure = (entry: Folder | TreeFile): number => ("file" in entry ? entry.file : entry)[by];
  const sum = (of: (entry: { self: number; selfSamples: number }) => number): number =>
    folders.reduce((all, folder) => all + of(folder), 0) + files.reduce((all, { file }) => all + of(file), 0);
  return {
    name,
    self: sum(({ self }) => self),
    selfSamples: sum(({ selfSamples }) => selfSamples),
    total: Math.max(0, ...folders.map(({ total }) => total), ...files.map(({ file }) => file.total)),
    count: folders.reduce((all, folder) => all + folder.count, files.length),
    folders,
    files,
    entries: [...folders, ...files].sort((a, b) => figure(b) - figure(a)),
  };
}

/** A folder; with the only folder in it, where that is all it holds. */
function joined(name: string, growing: Growing, by: "self" | "total"): Folder {
  const [only] = growing.folders;
  if (growing.files.length === 0 && growing.folders.size === 1) return joined(`${name}/${only[0]}`, only[1], by);
  return finish(name, growing, by);
}
