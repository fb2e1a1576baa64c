import type { DebugConfiguration } from "vscode";
import { debugType } from "./configuration";

/** The profile of what a Python debug configuration starts. */
export function profileOf(configuration: DebugConfiguration): DebugConfiguration {
  const { name, program, module: moduleName, cwd, env, pathMappings, subProcess = true } = configuration;
  const args = typeof configuration.args === "string" ? wordsOf(configuration.args) : configuration.args;
  const [python, ...options] = [configuration.python ?? configuration.pythonPath].flat() as string[];
  const pythonArgs = [...options, ...(configuration.pythonArgs ?? [])] as string[];
  const what = { program, module: moduleName, args, cwd, env, python, pythonArgs, pathMappings, subprocesses: subProcess };
  const given = Object.fromEntries(Object.entries(what).filter(([, value]) => value !== undefined));
  return { type: debugType, request: "launch", name: `Profile: ${name}`, ...given };
}

/** Words as a shell would tell them apart; quotes hold one together. */
function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, double, single, plain]) => double ?? single ?? plain ?? "");
}
