import type { Command } from "commander";
import { bashCompletions } from "./bash";
import { fishCompletions } from "./fish";
import { describeCommands, type Shell } from "./model";
import { zshCompletions } from "./zsh";

export { shells, type Shell } from "./model";

/** The script that teaches a shell what can be typed after `tachyon`. */
export function completionScript(shell: Shell, program: Command): string {
  const write = { bash: bashCompletions, zsh: zshCompletions, fish: fishCompletions }[shell];
  return write(describeCommands(program));
}
