import { listProcesses } from "../profile";
import type { Profile, Thread } from "../profile";

/** A thread as other tools' files name their lanes; `parseLane` reads it back. */
export function laneName({ name, process, tid, interpreter }: Thread): string {
  const numbers = `pid ${process}, tid ${tid}${interpreter === 0 ? "" : `, interpreter ${interpreter}`}`;
  return `${name || "Thread"} (${numbers})`;
}

/** Whether a name is one of `laneName`. */
export function isLaneName(text: string): boolean {
  return numbered.test(text);
}

const numbered = /^(.*) \(pid (\d{1,10}), tid (\d{1,15})(?:, interpreter (\d{1,9}))?\)$/s;
/** py-spy: `Process 12 Thread 34 "worker"`, `Thread 34 "worker"`, `thread (34): worker`, `thread (0x22)`. */
const pySpy = /^(?:process (\d{1,10}) )?thread \(?(0x[\da-f]{1,12}|\d{1,15})\)?(?::? "?([^"]*)"?)?$/is;

/** A lane's thread. `fallback` is the thread's number where the name tells none. */
export function parseLane(text: string, fallback: number): Thread {
  const own = numbered.exec(text);
  if (own !== null) {
    const [, name, process, tid, interpreter = "0"] = own;
    return lane(name === "Thread" ? "" : name, Number(process), Number(tid), Number(interpreter));
  }
  const other = pySpy.exec(text);
  if (other === null) return lane(text, 0, fallback, 0);
  const [, process = "0", tid, name = ""] = other;
  return lane(name, Number(process), Number(tid), 0);
}

function lane(name: string, process: number, tid: number, interpreter: number): Thread {
  return { process, tid, interpreter, main: name === "MainThread", name };
}

/** The program's name: as given, or as the profile has it. */
export function programTitle(profile: Profile, title: string): string {
  const script = profile.properties.get("script") ?? "";
  const program = script.startsWith("-m ") ? script : (script.split(/[\\/]/).pop() ?? "");
  return title || program || `pid ${listProcesses(profile).join(", ")}`;
}
