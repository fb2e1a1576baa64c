import { parsePythonCommand } from "./pythonCommand";
import type { RefusalKind } from "./refusalKind";
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

/** A program that we start is our child: neither Yama nor a namespace stands between us. One of another container has its files there. */
function canRelaunch(kind: RefusalKind, facts: RightsFacts): boolean {
  return ["yamaDescendants", "userNamespace"].includes(kind) && facts.uids !== null && facts.container === null;
}

function relaunch({ cwd }: RightsFacts, command: readonly string[]): Remedy {
  const place = cwd === null || cwd === process.cwd() ? "" : `cd ${quote(cwd)} && `;
  return {
    id: "relaunch",
    title: "Start the program again under the profiler",
    effect: "What the profiler starts needs no rights at all. The running program is left alone.",
    commands: [`${place}{helper} run ${runArguments(command).join(" ")}`],
    files: [],
  };
}

function runArguments(command: readonly string[]): string[] {
  const { python, options, kind, target, args } = parsePythonCommand(command);
  const interpreter = python === "" ? [] : ["--python", quote(python)];
  if (kind === "other") return [...interpreter, "SCRIPT"];
  const own = options.length === 0 ? [] : ["--python-args", quote(joinWords(options))];
  return [...interpreter, ...own, ...(kind === "module" ? ["-m"] : []), ...[target, ...args].map(quote)];
}

function canSudo(kind: RefusalKind, facts: RightsFacts): boolean {
  if (kind === "macAdministrator") return true;
  if (["gone", "yamaNever", "sandbox", "userNamespace", "macProtected"].includes(kind)) return false;
  return canBecomeCapable(facts) || isOpenToRoot(kind, facts);
}

/** Root inside a container without the capability is refused as we are. */
function canBecomeCapable({ canGetCapability, hasCapability, hasNoNewPrivileges, isInUserNamespace }: RightsFacts): boolean {
  return canGetCapability && !hasCapability && !hasNoNewPrivileges && !isInUserNamespace;
}

/** In a container, root without the capability may still look into root's own processes, if they have no more rights. */
function isOpenToRoot(kind: RefusalKind, facts: RightsFacts): boolean {
  const ids = [...(facts.uids ?? []), ...(facts.gids ?? [])];
  if (kind !== "otherUser" || ids.length === 0 || ids.some((id) => id !== 0)) return false;
  const isBarred = facts.hasCapability || facts.hasNoNewPrivileges || facts.isInUserNamespace || facts.isDumpable === false;
  return !isBarred && (facts.yamaScope ?? 0) === 0 && facts.couldHaveItsCapabilities;
}

function sudo({ hasSudo }: RightsFacts): Remedy {
  return {
    id: "sudo",
    title: `Read it once as root, with ${hasSudo ? "sudo" : "su"}`,
    effect: `Only this one time runs as root; the password goes to ${hasSudo ? "sudo" : "su"} alone.`,
    commands: [asRoot("{helper} {arguments}", hasSudo)],
    files: [],
  };
}

/** The start of a command whose words stand in double quotes. */
const SU = 'su -c "';

function asRoot(command: string, hasSudo: boolean): string {
  // In quotes a shell leaves ~ to the next one, which is root's.
  return hasSudo ? `sudo ${command}` : `${SU}${command.replaceAll("~/", "$HOME/")}"`;
}

function canKeepCapability(kind: RefusalKind, facts: RightsFacts): boolean {
  return canSudo(kind, facts) && canBecomeCapable(facts) && kind !== "macAdministrator" && facts.isPlainNode && facts.ourUid !== 0;
}

/** Where a copy of Node is looked for that may look into processes, below the home folder. */
export const CAPABLE_NODE = [".local", "share", "tachyon", "node"] as const;

function capability({ hasSudo }: RightsFacts): Remedy {
  const place = ["~", ...CAPABLE_NODE].join("/");
  return {
    id: "capability",
    title: "Give a private copy of the profiler the right to look into processes",
    effect: "Until you delete it. Every program that runs as you could use it to read any process.",
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
    { name: "devcontainer.json", lines: ['"capAdd": ["SYS_PTRACE"]'] },
    { name: "compose.yaml", lines: ["cap_add:", "  - SYS_PTRACE"] },
  ];
  return {
    id: "container",
    title: "Give this container the right to look into processes",
    effect: "Takes effect when the container is made anew, and then for everything in it.",
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
    effect: "Whatever started this one took its rights away; an ordinary terminal has them.",
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
  const escape = (text: string): string => (template.startsWith(SU) ? text.replace(/[\\"$`]/g, "\\$&") : text);
  return template.replace(/\{(node|helper|arguments)\}/g, (_, name: keyof typeof words) => escape(joinWords(words[name])));
}

/** Words as a POSIX shell reads them back. */
export function joinWords(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

/** A word as a POSIX shell reads it back. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
