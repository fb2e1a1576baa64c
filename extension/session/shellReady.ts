import { execFile } from "node:child_process";

const lookAgainMs = 100;

/** A shell that has no line editor, or takes longer to start, is taken to be ready after so long. */
const longestStartMs = 10_000;

/**
 * Resolves when the shell with process id `shell` waits for a command. What is typed before that is shown twice: by the
 * terminal at once, and by the shell's line editor when it has started.
 */
export async function shellReady(shell: number | undefined, isOver: () => boolean): Promise<void> {
  const end = performance.now() + longestStartMs;
  while (!isOver() && performance.now() < end && !(shell !== undefined && (await readsKeys(shell)))) {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

/** A line editor takes keys one by one; before, the terminal gathers them into lines (`icanon`). */
function readsKeys(shell: number): Promise<boolean> {
  return new Promise((resolve) => {
    execFile("stty", ["-F", `/proc/${shell}/fd/0`, "-a"], (error, text) => resolve(error === null && text.includes("-icanon")));
  });
}
