import type { RightsFacts } from "./rightsFacts";

/** What the system has against one process reading another. */
export type RefusalKind =
  | "gone"
  | "otherUser"
  | "nonDumpable"
  | "moreCapabilities"
  | "yamaDescendants"
  | "yamaAdministrator"
  | "yamaNever"
  | "userNamespace"
  | "sandbox"
  | "macAdministrator"
  | "macProtected"
  | "unknown";

/** The first obstacle in the order in which the kernel looks: user and namespace, dumpable, Yama, capabilities, filters. */
export function refusalKind(facts: RightsFacts): RefusalKind {
  // macOS lets root alone in, and into protected programs nobody; it does not say more.
  if (facts.system === "darwin") return facts.ourUid === 0 ? "macProtected" : "macAdministrator";
  if (!facts.exists) return "gone";
  if (facts.yamaScope === 3) return "yamaNever";
  if (facts.isInUserNamespace && facts.isElsewhere !== false) return "userNamespace";
  if (!facts.hasCapability) {
    if (isOtherUser(facts)) return "otherUser";
    if (facts.isDumpable === false) return "nonDumpable";
    if (facts.yamaScope === 2) return "yamaAdministrator";
    if (facts.yamaScope === 1 && !facts.isOurDescendant) return "yamaDescendants";
    if (facts.hasMoreCapabilities) return "moreCapabilities";
  }
  if (facts.isFiltered) return "sandbox";
  // Of root's own processes nothing shows it, and nothing else is left.
  return !facts.hasCapability && facts.isDumpable === null ? "nonDumpable" : "unknown";
}

function isOtherUser({ uids, gids, ourUid, ourGid }: RightsFacts): boolean {
  return (uids ?? []).some((uid) => uid !== ourUid) || (gids ?? []).some((gid) => gid !== ourGid);
}
