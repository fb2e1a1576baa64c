import type { Locator } from "playwright-core";
import { waitFor } from "./processes";
import type { Workbench } from "./workbench";

/** The Run and Debug view and its toolbar, by what a user does and sees. Selectors hold for the pinned code-server. */
export class DebugView {
  constructor(private readonly workbench: Workbench) {}

  /** Brings the view to the front. */
  async show(): Promise<void> {
    await this.workbench.page.keyboard.press("Control+Shift+D");
    await this.workbench.page.locator(".debug-viewlet, .pane-header", { hasText: "Call Stack" }).first().waitFor();
  }

  /** Starts a configuration of launch.json by its name and waits for the toolbar. */
  async start(name: string): Promise<void> {
    await this.workbench.quickOpen(`debug ${name}`, name);
    await this.toolbar().waitFor();
  }

  toolbar(): Locator {
    return this.workbench.page.locator(".debug-toolbar");
  }

  /** Presses a button of the toolbar by its icon, such as "pause". */
  async press(icon: string): Promise<void> {
    await this.toolbar().locator(`.codicon-debug-${icon}`).click();
  }

  rows(): Locator {
    return this.workbench.page.locator(".debug-call-stack .monaco-list-row");
  }

  /** What the Call Stack view lists, a text a row. */
  async callStack(): Promise<string[]> {
    return (await this.rows().allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** Waits for a row of the Call Stack view that matches. */
  async row(pattern: RegExp): Promise<Locator> {
    const row = this.rows().filter({ hasText: pattern }).first();
    await row.waitFor();
    return row;
  }

  /** Opens a thread of the Call Stack view. */
  async expandRow(pattern: RegExp): Promise<void> {
    const row = await this.row(pattern);
    await row.locator(".monaco-tl-twistie").click();
    await waitFor(`${pattern} to open`, async () => (await row.getAttribute("aria-expanded")) === "true");
  }

  /** Chooses from the context menu of a row, by keyboard: a menu that has just opened takes no click. */
  async chooseFromMenu(pattern: RegExp, label: string): Promise<void> {
    await (await this.row(pattern)).click({ button: "right" });
    const items = this.workbench.page.locator(".monaco-menu .action-item:not(.disabled) .action-label:not(.separator)");
    await items.filter({ hasText: label }).waitFor();
    const focused = this.workbench.page.locator(".monaco-menu .action-item.focused", { hasText: label });
    for (let left = await items.count(); left > 0 && !(await focused.isVisible()); left--) {
      await this.workbench.page.keyboard.press("ArrowDown");
    }
    await focused.waitFor();
    await this.workbench.page.keyboard.press("Enter");
  }

  /**
   * Waits until the Variables view lists something like each of these, with its scopes open. A moment after a frame was
   * chosen the view lists its scopes anew, the first one open and the others closed.
   */
  async variables(...patterns: readonly RegExp[]): Promise<void> {
    const rows = this.workbench.page.locator(".debug-variables .monaco-list-row");
    const closed = this.workbench.page.locator(".debug-variables .monaco-list-row[aria-level='1'][aria-expanded=false]");
    let texts: string[] = [];
    const areListed = async (): Promise<boolean> => {
      // It may be another row's turn by the time of the click: the next look tells.
      if (await closed.first().isVisible()) await closed.first().click({ timeout: 1000 }).catch(() => undefined);
      texts = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
      return patterns.every((pattern) => texts.some((text) => pattern.test(text)));
    };
    await waitFor("variables", areListed).catch((error: Error) => {
      throw new Error(`${error.message}: ${patterns.join(" ")} in ${texts.join(" | ")}`);
    });
  }

  /** Waits until no debug session is left. */
  async waitForEnd(): Promise<void> {
    await this.toolbar().waitFor({ state: "hidden" });
  }

  /** What the Debug Console says. */
  async console(): Promise<string> {
    const lines = this.workbench.page.locator(".repl .monaco-list-row");
    return (await lines.allInnerTexts()).join("\n");
  }

  /** Waits for a text in the Debug Console. */
  async waitForOutput(pattern: RegExp): Promise<string> {
    await this.workbench.runCommand("Debug Console: Focus on Debug Console View");
    return waitFor(`${pattern} in the Debug Console`, async () => {
      const text = await this.console();
      return pattern.test(text) && text;
    });
  }
}
