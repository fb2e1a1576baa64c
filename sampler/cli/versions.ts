import type { Addon, SamplerErrorCode } from "../host/addon";
import { versionInName } from "../host/interpreter";
import { UserNames } from "../host/processFacts";
import { Procfs } from "../host/procfs";
import { explainRefusal, refusalLines } from "../host/refusals";
import { fillCommand } from "../host/remedies";
import { readRightsFacts } from "../host/rightsFacts";

/** That a version cannot be sampled, and which can; `version` as "3.7". */
export function unsupportedVersion(subject: string, version: string, { supportedVersions }: Addon, step: string): string {
  return `${subject} CPython ${version}, which cannot be sampled. Supported: ${supportedVersions.join(", ")}. ${step}`;
}

/**
 * Why a process cannot be sampled, and what helps where the system forbids it. Versions from before there was a way to
 * tell them from outside are named after the interpreter's file; all else is said in the native sampler's words.
 */
export function explainProblem(addon: Addon, pid: number, code: SamplerErrorCode | null, message: string): string {
  if (code === "PERMISSION") return explainPermission(pid);
  if (code !== "UNSUPPORTED_VERSION") return message;
  const { version, executable } = addon.inspect(pid);
  const minor = version?.split(".", 2).join(".") ?? versionInName(executable);
  if (minor === null || addon.supportedVersions.includes(minor)) return message;
  return unsupportedVersion(`Process ${pid} runs`, minor, addon, "Run the program with one of these.");
}

function explainPermission(pid: number): string {
  const procfs = new Procfs();
  const refusal = explainRefusal(readRightsFacts(procfs, pid), procfs.commandLine(pid), UserNames.ofSystem());
  const [node = "", script = "", ...given] = process.argv;
  const caller = { node: [node], helper: [script], arguments: given };
  return refusalLines(refusal, (command) => fillCommand(command, caller)).join("\n");
}
