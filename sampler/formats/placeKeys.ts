import { FunctionKind } from "../wire";
import type { Profile } from "../profile";

/** How tasks are told from functions in files that know only names. */
const taskPrefix = "<task> ";

/** A function at a line, as files have it that know nothing finer. */
export interface ShownPlace {
  readonly name: string;
  /** Empty for frames that are not code. */
  readonly file: string;
  /** 1-based; 0 for none. */
  readonly line: number;
  /** Of the function; 0 when it is not known. */
  readonly firstLine: number;
}

export interface PlaceKeys {
  readonly places: readonly ShownPlace[];
  /** Number of each frame's place. */
  readonly keyOfFrame: Int32Array;
}

/** A function as files name it that know names only. */
export function shownFunction({ functions, strings }: Profile, row: number): { name: string; file: string } {
  const [name, file] = [strings[functions.name[row]], strings[functions.file[row]]];
  const isTask = functions.kind[row] === FunctionKind.Task;
  return { name: isTask ? taskPrefix + name : name, file: file === "~" ? "" : file };
}

/** Frames that differ only in columns and instructions are at one place. */
export function numberPlaces(profile: Profile): PlaceKeys {
  const { frames } = profile;
  const places: ShownPlace[] = [];
  const numbers = new Map<string, number>();
  const keyOfFrame = Int32Array.from({ length: frames.length }, (_, frame) => {
    const place = placeOf(profile, frames.function[frame], frames.line[frame]);
    const key = JSON.stringify(Object.values(place));
    if (!numbers.has(key)) numbers.set(key, places.push(place) - 1);
    return numbers.get(key)!;
  });
  return { places, keyOfFrame };
}

function placeOf(profile: Profile, row: number, line: number): ShownPlace {
  return { ...shownFunction(profile, row), line, firstLine: profile.functions.firstLine[row] };
}

/** What a frame of such a file is: its name, its file and its kind in our words. */
export function parsePlace(name: string, file: string): { name: string; file: string; kind: FunctionKind } {
  if (file !== "") return { name, file, kind: FunctionKind.Python };
  if (name.startsWith(taskPrefix)) return { name: name.slice(taskPrefix.length), file: "~", kind: FunctionKind.Task };
  return { name, file: "~", kind: synthetic[name] ?? FunctionKind.Python };
}

const synthetic: Readonly<Record<string, FunctionKind | undefined>> = {
  "<GC>": FunctionKind.Gc,
  "<native>": FunctionKind.Native,
};
