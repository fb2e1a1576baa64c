import type { RefusalKind } from "./refusals";
import type { RightsFacts } from "./rightsFacts";

/** A way to be allowed to read a process. */
export interface Remedy {
  readonly id: "relaunch" | "sudo" | "capability" | "sysctl" | "container" | "outside" | "otherPython";
  /** What it is, in a few words. */
  readonly title: string;
  /** What it changes, and for how long. */
  readonly effect: string;
  /**
   * Lines to type into a terminal; empty for none. `{helper}` is this command and `{node}` the program that runs it, as
   * a shell reads them; `{arguments}` what it is called with.
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
  [(kind) => kind === "macProtected", otherPython],
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
  if (kind === "macAdministrator") return true;
  return !["gone", "yamaNever", "sandbox", "userNamespace", "macProtected"].includes(kind) && canBecomeCapable(facts);
}

/** Root inside a container without the capability is refused as we are. */
function canBecomeCapable({ canGetCapability, hasCapability, hasNoNewPrivileges, isInUserNamespace }: RightsFacts): boolean {
  return canGetCapability && !hasCapability && !hasNoNewPrivileges && !isInUserNamespace;
}

function sudo({ hasSudo }: RightsFacts): Remedy {
  return {
    id: "sudo",
    title: `Do this once as root, with ${hasSudo ? "sudo" : "su"}`,
    effect: "Only this one time runs as root. The terminal asks for the password; the profiler never sees it.",
    commands: [asRoot("{helper} {arguments}", hasSudo)],
    files: [],
  };
}

function asRoot(command: string, hasSudo: boolean): string {
  return hasSudo ? `sudo ${command}` : `su -c "${command}"`;
}

function canKeepCapability(kind: RefusalKind, facts: RightsFacts): boolean {
  return canSudo(kind, facts) && kind !== "macAdministrator" && facts.isPlainNode && facts.ourUid !== 0;
}

/** Where a copy of Node is looked for that may look into processes, below the home folder. */
export const CAPABLE_NODE = [".local", "share", "tachyon", "node"] as const;

function capability({ hasSudo }: RightsFacts): Remedy {
  const place = ["~", ...CAPABLE_NODE].join("/");
  return {
    id: "capability",
    title: "Give a private copy of the profiler the right to look into processes",
    effect:
      "Lasts until the file is deleted. Any program that runs as you can use that copy to look into any process, so prefer sudo on a shared machine.",
    commands: [
      `install -D -m 700 {node} ${place} && ${asRoot(`setcap cap_sys_ptrace=ep ${place}`, hasSudo)}`,
      `# to take it back: rm ${place}`,
    ],
    files: [],
  };
}

/** A container's settings are its host's, and cannot be changed from within. */
function canSetYama(kind: RefusalKind, facts: RightsFacts): boolean {
  const canBecomeRoot = !facts.hasNoNewPrivileges && !facts.isInUserNamespace;
  return kind === "yamaDescendants" && facts.ourContainer === null && canBecomeRoot;
}

function sysctl({ hasSudo }: RightsFacts): Remedy {
  return {
    id: "sysctl",
    title: "Allow attaching until the next boot",
    effect: "Every program may then look into the others of the same user, on the whole machine.",
    commands: [asRoot("sysctl kernel.yama.ptrace_scope=0", hasSudo)],
    files: [],
  };
}

function isContained(kind: RefusalKind, facts: RightsFacts): boolean {
  if (["gone", "yamaNever", "macAdministrator", "macProtected"].includes(kind) || facts.ourContainer === null) return false;
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

/** Nothing that is started from here can have more rights, and no container is the reason. */
function isConfined(kind: RefusalKind, facts: RightsFacts): boolean {
  if (["gone", "yamaNever", "macAdministrator", "macProtected"].includes(kind)) return false;
  if (kind === "userNamespace") return true;
  return facts.ourContainer === null && (kind === "sandbox" || (!facts.hasCapability && !canBecomeCapable(facts)));
}

function outside(): Remedy {
  return {
    id: "outside",
    title: "Run the profiler outside, as an administrator",
    effect: "What this process was started by has taken its rights away; an ordinary terminal has not.",
    commands: ["{helper} {arguments}"],
    files: [],
  };
}

function otherPython(): Remedy {
  return {
    id: "otherPython",
    title: "Run the program with a Python that is not part of macOS",
    effect: "Those of python.org, Homebrew, pyenv and conda are not protected.",
    commands: [],
    files: [],
  };
}

/** How a command was called, for the `{…}` in the commands of remedies. */
export interface Caller {
  /** Words of the program that runs the command, and of the command itself. */
  readonly node: readonly string[];
  readonly helper: readonly string[];
  readonly arguments: readonly string[];
}

/** A remedy's command as a shell reads it. */
export function fillCommand(template: string, caller: Caller): string {
  const words = { node: caller.node, helper: [...caller.node, ...caller.helper], arguments: caller.arguments };
  return template.replace(/\{(node|helper|arguments)\}/g, (_, name: keyof typeof words) => words[name].map(quote).join(" "));
}

/** A word as a POSIX shell reads it back. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
