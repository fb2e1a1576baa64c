import { readData } from "./columns";
import { adoptStyles, element } from "./dom";
import styles from "./page.css";
import { createThemeToggle } from "./themeToggle";

const TOAST_MS = 4000;

/**
 * Starts a page of its own: reads the data it carries, and hands it to `show` with a button that changes the theme.
 * What goes wrong is said on the page.
 */
export function startPage(show: (data: unknown, toggle: HTMLElement) => void): void {
  adoptStyles(styles);
  const toggle = createThemeToggle(document.body);
  try {
    show(readData(document.getElementById("tachyon-data")?.textContent ?? ""), toggle);
  } catch (error) {
    document.body.append(element("p", { className: "failure", textContent: (error as Error).message }));
  }
}

/** Says things in passing, and copies. */
export class Toast {
  private readonly root = element("div", { className: "toast", role: "status" });
  private hideTimer: number | undefined;

  constructor() {
    document.body.append(this.root);
  }

  /** Copies a text. Pages from disk may have no clipboard; then the text is at least there to be read. */
  async copy(text: string): Promise<void> {
    const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
    this.root.textContent = copied ? `Copied ${text}` : text;
    this.root.classList.add("shown");
    window.clearTimeout(this.hideTimer);
    this.hideTimer = window.setTimeout(() => this.root.classList.remove("shown"), TOAST_MS);
  }
}
