import * as vscode from "vscode";
import { fillCommand, processEnvironment, type Caller, type PythonProcess, type Refusal, type Remedy } from "../../sampler/host/index";
import { refusalText, remedyRows, type RemedyRow } from "./accessItems";
import { showExplanation } from "./explanation";
import type { HelperProcess } from "./helperProcess";
import { GivenUp, Problem } from "./problem";
import { findProcess, launchOf, type Launch } from "./processes";
import { typeIntoTerminal } from "./typedCommand";

/** How a process can be sampled: as it is, by a command that the user runs as root, or by starting its program again. */
export type Access =
  | { readonly kind: "allowed" }
  | { readonly kind: "asRoot"; readonly command: (args: readonly string[]) => string }
  | { readonly kind: "relaunch"; readonly launch: Launch };

const lookAgainMs = 1000;

/**
 * Tries to read a process. When the system refuses, says why and offers what helps here; goes on by itself as soon as it
 * can be read. `relaunches`: starting the program again would do, too. Throws a `Problem` when it cannot be sampled, or the
 * user gives up.
 */
export async function gainAccess(helper: HelperProcess, pid: number, { relaunches = true } = {}): Promise<Access> {
  const process = await findProcess(helper, pid);
  if (process.state === "ready") return { kind: "allowed" };
  if (process.refusal === null) throw new Problem(`Process ${pid} cannot be read.`, process.reason);
  return new AccessHelp(helper, process, process.refusal, relaunches ? launchOf(process, processEnvironment(pid)) : null).gained;
}

/** The help on screen, from the refusal until the process can be read or the user gives up. */
class AccessHelp {
  readonly gained: Promise<Access>;
  private readonly end = new vscode.CancellationTokenSource();
  private resolve: (access: Access) => void = () => undefined;
  private reject: (problem: Problem) => void = () => undefined;

  constructor(
    private readonly helper: HelperProcess,
    private readonly process: PythonProcess,
    private readonly refusal: Refusal,
    /** How its program can be started again; null when it is not to be. */
    private readonly launch: Launch | null,
  ) {
    this.gained = new Promise<Access>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    }).finally(() => this.end.cancel());
    void this.watch();
    this.choose();
  }

  private get caller(): Caller {
    const words = this.helper.words;
    return { node: words.slice(0, -1), helper: words.slice(-1), arguments: ["attach", String(this.process.pid)] };
  }

  /** Looks again and again whether the process can be read by now. */
  private async watch(): Promise<void> {
    try {
      while (!this.end.token.isCancellationRequested) {
        await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
        const { state } = await findProcess(this.helper, this.process.pid);
        if (state === "ready") return this.resolve({ kind: "allowed" });
      }
    } catch (error) {
      this.reject(error as Problem);
    }
  }

  private choose(): void {
    const picker = vscode.window.createQuickPick<RemedyRow & vscode.QuickPickItem>();
    const [first = "", more] = this.refusal.reason.split(/(?<=\.) /);
    picker.title = first;
    picker.placeholder = more ?? "What helps here, the least change first";
    picker.ignoreFocusOut = true;
    // Shows that something goes on: the process is tried again meanwhile.
    picker.busy = true;
    picker.items = remedyRows(this.refusal, this.launch !== null);
    this.end.token.onCancellationRequested(() => picker.dispose());
    let isChosen = false;
    picker.onDidAccept(() => {
      const [row] = picker.selectedItems;
      if (row === undefined) return;
      isChosen = true;
      picker.hide();
      void this.follow(row.remedy);
    });
    picker.onDidHide(() => {
      picker.dispose();
      if (!isChosen) this.giveUp();
    });
    picker.show();
  }

  private async follow(remedy: Remedy | null): Promise<void> {
    const { launch } = this;
    const [template] = remedy?.commands ?? [];
    if (remedy?.id === "sudo" && template !== undefined) {
      const command = (args: readonly string[]): string => fillCommand(template, { ...this.caller, arguments: args });
      return this.resolve({ kind: "asRoot", command });
    }
    if (remedy?.id === "relaunch" && launch !== null) return this.resolve({ kind: "relaunch", launch });
    if ((remedy?.id === "sysctl" || remedy?.id === "capability") && template !== undefined) {
      const terminal = typeIntoTerminal(fillCommand(template, this.caller));
      this.end.token.onCancellationRequested(() => terminal.dispose());
    } else {
      await showExplanation(this.process.pid, refusalText(this.process.pid, this.refusal, this.caller));
    }
    this.wait();
  }

  private giveUp(): void {
    this.reject(new GivenUp(`Process ${this.process.pid} cannot be read.`, this.refusal.reason));
  }

  /** Until it can be read, or the user gives up. */
  private wait(): void {
    const location = vscode.ProgressLocation.Notification;
    const title = `Waiting until process ${this.process.pid} may be read`;
    void vscode.window.withProgress({ location, title, cancellable: true }, (_, cancel) => {
      cancel.onCancellationRequested(() => this.giveUp());
      return this.gained.then(
        () => undefined,
        () => undefined,
      );
    });
  }
}
