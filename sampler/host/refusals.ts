import type { UserNames } from "./processFacts";
import { refusalKind, type RefusalKind } from "./refusalKind";
import { listRemedies, type Remedy } from "./remedies";
import type { RightsFacts } from "./rightsFacts";

/** Why a process may not be read, and what would change that here. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** A sentence that fits into a line, and one more where there is more to say. */
  readonly reason: string;
  /** The least change first. */
  readonly remedies: readonly Remedy[];
}

/** `command` is the process's own command line. */
export function explainRefusal(facts: RightsFacts, command: readonly string[], users: UserNames): Refusal {
  const kind = refusalKind(facts);
  return { kind, reason: reasonInWords(kind, facts, users), remedies: listRemedies(kind, facts, command) };
}

/** The reason with what can be done, as lines for a terminal. `fill` puts in how this command was called. */
export function refusalLines({ reason, remedies }: Refusal, fill: (command: string) => string): string[] {
  if (remedies.length === 0) return [reason];
  const steps = remedies.flatMap(({ title, commands, files }, index) => [
    `  ${index + 1}. ${title}:`,
    ...commands.map((command) => `       ${fill(command)}`),
    ...files.map(({ name, lines }) => `       ${name}: ${lines.map((line) => line.trim()).join(" ")}`),
  ]);
  return [`${reason} What helps here, the least change first:`, ...steps];
}

function reasonInWords(kind: RefusalKind, facts: RightsFacts, users: UserNames): string {
  const subject = `Process ${facts.pid}`;
  switch (kind) {
    case "gone":
      return `${subject} has ended.`;
    case "otherUser":
      return otherUser(subject, facts, users);
    case "nonDumpable":
      return `${subject} does not let itself be looked into (PR_SET_DUMPABLE). It turned that off, or changed its rights since it started.`;
    case "moreCapabilities":
      return `${subject} has rights (capabilities) that this process lacks.`;
    case "yamaDescendants":
      return `${subject} was not started from here (Yama's ptrace_scope is 1). This system lets only a program's own ancestors look into it.`;
    case "yamaAdministrator":
      return `${subject} may be looked into only by an administrator (Yama's ptrace_scope is 2).`;
    case "yamaNever":
      return "No process may look into another one (Yama's ptrace_scope is 3). Only booting with another setting changes that.";
    case "userNamespace":
      return `${subject} is outside of our user namespace. A rootless container or a sandbox confines this process to it.`;
    case "sandbox":
      return "A filter (seccomp) forbids this process to look into others. A container or a sandbox has set it.";
    case "macAdministrator":
      return `${subject} may be looked into only by an administrator: macOS asks that of debuggers and profilers.`;
    case "macProtected":
      return `${subject} is protected by macOS. Its program has the hardened runtime, or belongs to the system.`;
    case "unknown":
      return `The system does not let this process look into process ${facts.pid}. It does not say why.`;
  }
}

function otherUser(subject: string, { uids, ourUid }: RightsFacts, users: UserNames): string {
  const [real = 0] = uids ?? [];
  const other = (uids ?? []).find((uid) => uid !== ourUid);
  if (other === undefined) return `${subject} runs in another group than this process.`;
  if (real === ourUid) return `${subject} has taken on the rights of another user (${users.name(other)}).`;
  return `${subject} belongs to another user (${users.name(real)}).`;
}
