import type { RefusalKind } from "./refusals";
import type { RightsFacts } from "./rightsFacts";

/** A way to be allowed to read a process. */
export interface Remedy {
  readonly id: "relaunch" | "sudo" | "capability" | "sysctl" | "container" | "outside";
  /** What it is, in a few words. */
  readonly title: string;
  /** What it changes, and for how long. */
  readonly effect: string;
  /**
   * Lines to type into a terminal; empty for none. `{helper}` is this command, `{node}` the program that runs it, both
   * quoted for a shell; `{arguments}` what it was called with.
   */
  readonly commands: readonly string[];
  /** Lines for files. */
  readonly files: readonly { readonly name: string; readonly lines: readonly string[] }[];
}

type Test = (kind: RefusalKind, facts: RightsFacts) => boolean;

/** In the order in which they are offered. */
const offers: readonly (readonly [Test, (facts: RightsFacts, command: readonly string[]) => Remedy])[] = [
  [canRelaunch, relaunch],
  [canSudo, sudo],
  [canKeepCapability, capability],
  [canSetYama, sysctl],
  [isContained, container],
  [isConfined, outside],
];

/** Those that would help against this refusal here, the least change first. */
export function listRemedies(kind: RefusalKind, facts: RightsFacts, command: readonly string[]): Remedy[] {
  return offers.filter(([fits]) => fits(kind, facts)).map(([, make]) => make(facts, command));
}

/** A program that we start is our child: neither Yama nor a namespace stands between us. */
function canRelaunch(kind: RefusalKind, facts: RightsFacts): boolean {
  return ["yamaDescendants", "userNamespace"].includes(kind) && facts.uids !== null;
}

function relaunch(_: RightsFacts, command: readonly string[]): Remedy {
  const rest = command.slice(1);
  const interpreter = command[0] === undefined ? [] : ["--python", quote(command[0])];
  // Its own options (-u, -X …) stand before the script; which of them take a value is not for us to know.
  const target = rest.length > 0 && (!rest[0].startsWith("-") || rest[0] === "-m") ? rest.map(quote) : ["SCRIPT"];
  return {
    id: "relaunch",
    title: "Start the program again under the profiler",
    effect: "A program that the profiler starts needs no rights at all.",
    commands: [`{helper} run ${[...interpreter, ...target].join(" ")}`],
    files: [],
  };
}

function canSudo(kind: RefusalKind, facts: RightsFacts): boolean {
  if (["gone", "yamaNever", "sandbox", "userNamespace", "hardened"].includes(kind)) return kind === "hardened";
  return canBecomeCapable(facts);
}

/** Root inside a container without the capability is refused as we are. */
function canBecomeCapable({ canGetCapability, hasCapability, hasNoNewPrivileges, isInUserNamespace }: RightsFacts): boolean {
  return canGetCapability && !hasCapability && !hasNoNewPrivileges && !isInUserNamespace;
}

function sudo(): Remedy {
  return {
    id: "sudo",
    title: "Attach once with sudo",
    effect: "Only this one look runs as root. The terminal asks for your password; the profiler never sees it.",
    commands: ["sudo {helper} {arguments}"],
    files: [],
  };
}

function canKeepCapability(kind: RefusalKind, facts: RightsFacts): boolean {
  return canSudo(kind, facts) && kind !== "hardened" && facts.ourUid !== 0;
}

function capability(): Remedy {
  const place = "~/.local/share/tachyon/node";
  return {
    id: "capability",
    title: "Give a private copy of the profiler the right to look into processes",
    effect:
      "Lasts until the file is deleted. Any program that runs as you can use that copy to look into any process, so prefer sudo on a shared machine.",
    commands: [
      `install -D -m 700 {node} ${place} && sudo setcap cap_sys_ptrace=ep ${place}`,
      `# to take it back: rm ${place}`,
    ],
    files: [],
  };
}

/** A container's settings are its host's, and cannot be changed from within. */
function canSetYama(kind: RefusalKind, facts: RightsFacts): boolean {
  return kind === "yamaDescendants" && facts.ourContainer === null && !facts.hasNoNewPrivileges && !facts.isInUserNamespace;
}

function sysctl(): Remedy {
  return {
    id: "sysctl",
    title: "Allow attaching until the next boot",
    effect: "Every program may then look into the others of the same user, on the whole machine.",
    commands: ["sudo sysctl kernel.yama.ptrace_scope=0"],
    files: [],
  };
}

function isContained(kind: RefusalKind, facts: RightsFacts): boolean {
  if (kind === "gone" || kind === "yamaNever" || facts.ourContainer === null) return false;
  return kind === "sandbox" || !facts.canGetCapability;
}

function container({ ourContainer }: RightsFacts): Remedy {
  const kubernetes = {
    name: "Kubernetes",
    lines: ["securityContext:", "  capabilities:", '    add: ["SYS_PTRACE"]'],
  };
  const others = [
    { name: "devcontainer.json", lines: ['"runArgs": ["--cap-add=SYS_PTRACE"]'] },
    { name: "compose.yaml", lines: ["cap_add:", "  - SYS_PTRACE"] },
  ];
  return {
    id: "container",
    title: "Give this container the right to look into processes",
    effect: "The container has to be made anew with the capability SYS_PTRACE; it then holds for everything in it.",
    commands: ourContainer === "kubernetes" ? [] : [`${ourContainer === "podman" ? "podman" : "docker"} run --cap-add=SYS_PTRACE …`],
    files: ourContainer === "kubernetes" ? [kubernetes] : [...others, kubernetes],
  };
}

function isConfined(kind: RefusalKind, { ourContainer }: RightsFacts): boolean {
  return kind === "userNamespace" || (kind === "sandbox" && ourContainer === null);
}

function outside(): Remedy {
  return {
    id: "outside",
    title: "Run the profiler outside of the sandbox",
    effect: "Nothing has to be changed: started from an ordinary terminal, it is not confined.",
    commands: ["{helper} {arguments}"],
    files: [],
  };
}

/** A word as a POSIX shell reads it back. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
