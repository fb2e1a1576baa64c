import { type Frame, type Locator, type Page } from "playwright-core";
import { waitFor } from "./processes";

/** A mark that the extension put beside or behind a line, as the browser drew it. */
export interface LineMark {
  /** 1-based line number, read from the editor's margin. */
  readonly line: number;
  /** Value of the CSS property in question. */
  readonly value: string;
}

/** The workbench's own files, on two busy cores. */
const loadMs = 60_000;
/** A browser's first webview waits for a service worker to start, which has taken 17 s on two busy cores. */
const firstWebviewMs = 60_000;

/** The workbench in a browser page, by what a user does and sees. Selectors hold for the pinned code-server. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Loads the workbench and waits until its window is usable. */
  async open(address: string): Promise<void> {
    await this.page.goto(address, { timeout: loadMs });
    await this.waitUntilReady();
  }

  async reload(): Promise<void> {
    await this.page.reload({ timeout: loadMs });
    await this.waitUntilReady();
  }

  /** Waits until a reload would find what `text` stands for: the window's state is written now and then. */
  async stateWith(text: string): Promise<void> {
    await waitFor(`window state with ${text}`, async () => (await this.page.evaluate(readWindowState)).includes(text), 30_000);
  }

  /** Runs a command by its palette title, typed and chosen as a user does. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.fillQuickInput(`>${title}`);
    const label = this.page.locator(".label-name", { hasText: new RegExp(`^${escapeRegExp(title)}$`) });
    const row = this.page.locator(".quick-input-list .monaco-list-row", { has: label }).first();
    await row.waitFor();
    await row.click();
  }

  /** Types into the box of Control+P and takes the proposal named `label`. */
  async quickOpen(text: string, label: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.fillQuickInput(text);
    const row = this.quickPickRow(label).first();
    await row.waitFor();
    await row.click();
  }

  /** Opens a file of the workspace's top folder from the explorer and waits until its editor is active. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press("Control+Shift+E");
    await this.page.locator(".explorer-folders-view").getByRole("treeitem", { name, exact: true }).dblclick();
    await this.page.locator(`.tab[data-resource-name="${name}"].active`).waitFor();
    await this.page.locator(".monaco-editor .view-line").first().waitFor({ timeout: loadMs });
  }

  /** Puts the cursor at a 1-based line and column of the active editor. */
  async goToLine(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press("Control+G");
    await this.fillQuickInput(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await waitFor(`cursor on line ${line}`, async () => (await this.cursorLine()) === line);
  }

  /** Activates the open editor of `file` and puts the cursor at a 1-based line. */
  async goToLineOf(file: string, line: number): Promise<void> {
    await this.page.locator(`.tab[data-resource-name="${file}"]`).first().click();
    await this.goToLine(line);
  }

  /** The cursor's line as the status bar says it. */
  async cursorLine(): Promise<number> {
    const text = await this.page.locator('.statusbar-item[id="status.editor.selection"]').innerText();
    return Number(/Ln (\d+)/.exec(text)?.[1]);
  }

  /** Writes into the input box that is open, and accepts. */
  async answerInput(text: string): Promise<void> {
    await this.fillQuickInput(text);
    await this.page.keyboard.press("Enter");
  }

  /** Takes the completion named `label` of the list that is open, by keyboard; `seen` is called once it is chosen. */
  async chooseProposal(label: string, seen: () => Promise<void>): Promise<void> {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    const focused = this.page.locator(".suggest-widget.visible .monaco-list-row.focused");
    await focused.waitFor();
    const first = await focused.getAttribute("aria-label");
    for (let at = first; !at?.startsWith(label); ) {
      await this.page.keyboard.press("ArrowUp");
      at = await waitFor("the proposal above", async () => {
        const now = await focused.getAttribute("aria-label");
        return now !== at && now;
      });
      if (at === first) throw new Error(`no ${label} among ${(await rows.allInnerTexts()).join("; ")}`);
    }
    await seen();
    await this.page.keyboard.press("Enter");
  }

  quickPickRow(text: string): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-toast", { hasText: text });
  }

  /** A status bar item by its full id: publisher, extension and the item's own. */
  statusItem(id: string): Locator {
    return this.page.locator(`.statusbar-item[id="${id}"]`);
  }

  terminalRows(): Locator {
    return this.page.locator(".xterm-rows");
  }

  editorTab(text: string | RegExp): Locator {
    return this.page.locator(".tab", { hasText: text });
  }

  /** Icons in the editor's gutter, each with its image. */
  gutterIcons(): Promise<LineMark[]> {
    return this.marksOf(".monaco-editor .cgmr", null, "backgroundImage");
  }

  /** Background colours of whole lines, transparent ones left out. */
  async lineBackgrounds(): Promise<LineMark[]> {
    const marks = await this.marksOf(".monaco-editor .view-overlays .cdr", null, "backgroundColor");
    return marks.filter((mark) => mark.value !== "rgba(0, 0, 0, 0)");
  }

  /** Texts that decorations write after lines. */
  async afterTexts(): Promise<LineMark[]> {
    const marks = await this.marksOf(".monaco-editor .view-line span span", "::after", "content");
    return marks
      .filter((mark) => mark.value.startsWith('"'))
      .map((mark) => ({ line: mark.line, value: mark.value.slice(1, -1).replaceAll("\u00a0", " ").trim() }));
  }

  /** Points at `word` in the line with `text`; gives the hover that opens. Close it with `closeHover`. */
  async hoverLine(text: string, word: string): Promise<Locator> {
    const line = this.page.locator(".monaco-editor .view-line", { hasText: text }).first();
    await line.locator("span span", { hasText: word }).first().hover();
    const hover = this.page.locator(".monaco-hover:visible", { has: this.page.locator(".hover-contents") }).first();
    await hover.waitFor();
    return hover;
  }

  async closeHover(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.moveMouseAway();
  }

  /** Moves the mouse where nothing reacts to it, and waits until hovers are gone. One that came late goes when it moves again. */
  async moveMouseAway(): Promise<void> {
    const size = this.page.viewportSize() ?? { width: 0, height: 0 };
    let moves = 0;
    await waitFor("no hover", async () => {
      await this.page.mouse.move(size.width / 2 + (moves++ % 2), size.height - 5);
      return (await this.page.locator(".monaco-hover:visible").count()) === 0;
    });
  }

  /** The document of the webview that shows `selector` on screen now. */
  async webviewWith(selector: string): Promise<Frame> {
    const find = async (): Promise<Frame | undefined> => {
      for (const frame of this.page.frames()) {
        if (frame !== this.page.mainFrame() && (await shows(frame, selector))) return frame;
      }
      return undefined;
    };
    return waitFor(`webview that shows ${selector}`, find, firstWebviewMs);
  }

  private async waitUntilReady(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor({ timeout: loadMs });
    await this.page.locator(".part.sidebar .pane-header").first().waitFor({ timeout: loadMs });
  }

  private async fillQuickInput(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget:visible .quick-input-box input");
    await input.waitFor();
    await input.fill(text);
  }

  /** A computed style of every element of `selector`, with the line number drawn at the same height. */
  private marksOf(selector: string, pseudo: string | null, property: string): Promise<LineMark[]> {
    return this.page.evaluate(
      ({ selector, pseudo, property }) => {
        const numbers = [...document.querySelectorAll(".monaco-editor .line-numbers")].map((element) => ({
          line: Number(element.textContent),
          top: element.getBoundingClientRect().top,
        }));
        // No named functions in here: the transpiler would add calls to a helper that the page does not have.
        return [...document.querySelectorAll(selector)].map((element) => ({
          line: numbers.find((number) => Math.abs(number.top - element.getBoundingClientRect().top) < 4)?.line ?? 0,
          value: String(getComputedStyle(element, pseudo)[property as keyof CSSStyleDeclaration]),
        }));
      },
      { selector, pseudo, property },
    );
  }
}

/** Everything that the workbench keeps of its windows. Runs in the page. */
async function readWindowState(): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith("vscode-web-state-db")) continue;
    texts.push(
      await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const rows = opening.result.transaction("ItemTable").objectStore("ItemTable").getAll();
          rows.onerror = () => reject(rows.error);
          rows.onsuccess = () => {
            opening.result.close();
            resolve(rows.result.join("\n"));
          };
        };
      }),
    );
  }
  return texts.join("\n");
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

async function shows(frame: Frame, selector: string): Promise<boolean> {
  try {
    return await frame.locator(selector).first().isVisible();
  } catch {
    // The frame went away while it was asked.
    return false;
  }
}
