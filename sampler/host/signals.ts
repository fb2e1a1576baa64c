import * as os from "node:os";
import type { Exit } from "./launch";

/** From the keyboard these reach the whole foreground group, the program included: deciding is up to the program. */
const FROM_KEYBOARD: NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];
/** These are sent to one process, us, and are meant for the program that we stand for. */
const FOR_THE_PROGRAM: NodeJS.Signals[] = ["SIGTERM", "SIGHUP"];

/** Exit code by which shells tell that a program was killed by a signal. */
const SIGNAL_EXIT_BASE = 128;

/** While a launched program runs: outlive what the keyboard sends, pass the rest on. Returns how to end that. */
export function standForProgram(forward: (signal: NodeJS.Signals) => void): () => void {
  return listen([
    ...FROM_KEYBOARD.map((signal) => [signal, () => {}] as const),
    ...FOR_THE_PROGRAM.map((signal) => [signal, () => forward(signal)] as const),
  ]);
}

/** While attached: any of these ends sampling. Returns how to end that. */
export function stopOnSignal(stop: (signal: NodeJS.Signals) => void): () => void {
  return listen([...FROM_KEYBOARD, ...FOR_THE_PROGRAM].map((signal) => [signal, () => stop(signal)] as const));
}

/** Ends this process as the program ended: with its exit code, or by the same signal. */
export function exitLike(exit: Exit): never {
  if ("signal" in exit) {
    process.kill(process.pid, exit.signal);
    // Reached for signals that this runtime ignores.
    process.exit(SIGNAL_EXIT_BASE + os.constants.signals[exit.signal]);
  }
  process.exit(exit.code);
}

function listen(handlers: (readonly [NodeJS.Signals, () => void])[]): () => void {
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => handlers.forEach(([signal, handler]) => process.off(signal, handler));
}
