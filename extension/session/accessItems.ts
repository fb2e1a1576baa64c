import { fillCommand, type Caller, type Refusal, type Remedy } from "../../sampler/host/index";

/** A row of the help with rights. */
export interface RemedyRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Null: all of it as a document. */
  readonly remedy: Remedy | null;
}

/** The reason first, then what can be done here, the least change first. */
export function remedyRows(refusal: Refusal, canRelaunch: boolean): RemedyRow[] {
  const fitting = refusal.remedies.filter(({ id }) => id !== "relaunch" || canRelaunch);
  const rows = fitting.map((remedy, index) => ({
    label: `${icons[remedy.id]} ${remedy.title}`,
    description: index === 0 ? "least change" : "",
    detail: remedy.effect,
    remedy,
  }));
  const all = { label: "$(book) Show all of this as a text", description: "", detail: wholeText, remedy: null };
  return [...rows, all];
}

const wholeText = "Why it may not be read, and each step with its commands, to read and to copy.";

const icons: Readonly<Record<Remedy["id"], string>> = {
  relaunch: "$(debug-restart)",
  sudo: "$(terminal)",
  capability: "$(key)",
  sysctl: "$(settings)",
  container: "$(package)",
  outside: "$(link-external)",
  otherPython: "$(versions)",
};

/** All of it as Markdown. */
export function refusalText(pid: number, refusal: Refusal, caller: Caller): string {
  const steps = refusal.remedies.flatMap(({ title, effect, commands, files }, index) => [
    `## ${index + 1}. ${title}`,
    effect,
    ...(commands.length > 0 ? [fence(commands.map((command) => fillCommand(command, caller)))] : []),
    ...files.flatMap(({ name, lines }) => [`In ${name}:`, fence(lines)]),
  ]);
  const none = ["Nothing that can be done from here would change that."];
  return [
    `# Process ${pid} cannot be read`,
    refusal.reason,
    ...(steps.length > 0 ? ["What helps here, the least change first. Passwords are typed into the terminal only.", ...steps] : none),
    "",
  ].join("\n\n");
}

function fence(lines: readonly string[]): string {
  return ["```", ...lines, "```"].join("\n");
}
