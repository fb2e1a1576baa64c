import * as vscode from "vscode";

/** When the profile of a debugged program ends. Seconds. */
export type StopCondition =
  | { readonly kind: "manual" }
  | { readonly kind: "duration"; readonly seconds: number }
  | { readonly kind: "breakpoint" };

interface ConditionItem extends vscode.QuickPickItem {
  readonly kindOfStop: StopCondition["kind"];
}

const items: readonly ConditionItem[] = [
  { kindOfStop: "manual", label: "Manual", detail: "Profile until you stop it, or the program ends." },
  { kindOfStop: "duration", label: "Duration", detail: "Profile for some seconds." },
  { kindOfStop: "breakpoint", label: "Until Next Breakpoint", detail: "Profile until the program stops at a breakpoint." },
];

const lastKind = "debugger.stopCondition";
const lastSeconds = "debugger.seconds";

/** Lets the user choose; what was chosen last comes first. Undefined when they would rather not. */
export async function chooseStopCondition(memory: vscode.Memento): Promise<StopCondition | undefined> {
  const last = memory.get<string>(lastKind, "manual");
  const sorted = [...items].sort((a, b) => Number(b.kindOfStop === last) - Number(a.kindOfStop === last));
  const chosen = await vscode.window.showQuickPick(sorted, {
    title: "Take Performance Profile",
    placeHolder: "When should profiling end? The program goes on.",
  });
  if (chosen === undefined) return undefined;
  await memory.update(lastKind, chosen.kindOfStop);
  return chosen.kindOfStop === "duration" ? chooseDuration(memory) : { kind: chosen.kindOfStop };
}

async function chooseDuration(memory: vscode.Memento): Promise<StopCondition | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Take Performance Profile",
    prompt: "For how many seconds?",
    value: memory.get(lastSeconds, "10"),
    validateInput: (value) => (Number(value) > 0 ? undefined : "Write a number of seconds, such as 10 or 2.5."),
  });
  if (text === undefined) return undefined;
  await memory.update(lastSeconds, text);
  return { kind: "duration", seconds: Number(text) };
}
