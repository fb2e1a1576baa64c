import { ScreenBuffer, terminal as term } from "terminal-kit";
import type { Line, Size, Style } from "./line";

/** What the terminal tells. */
export interface TerminalListener {
  /** A key, by terminal-kit's name for it. */
  onKey(key: string): void;
  onResize(): void;
}

const synchronisedBegin = "\x1b[?2026h";
const synchronisedEnd = "\x1b[?2026l";

/** The person's terminal, while the picture has it: drawn on by lines, giving back keys. */
export class Terminal {
  private buffer: ScreenBuffer | null = null;
  private held = false;
  private readonly colours = !process.env.NO_COLOR;
  /** However this process ends, the terminal is given back; the message of an error stays to be read. */
  private readonly giveBack = (): void => this.leave();

  constructor(private readonly listener: TerminalListener) {}

  get size(): Size {
    return { columns: term.width, rows: term.height };
  }

  /** Takes the screen and the keyboard. */
  enter(): void {
    if (this.held) return;
    this.held = true;
    process.on("exit", this.giveBack);
    process.on("uncaughtExceptionMonitor", this.giveBack);
    term.on("key", this.onKey);
    term.on("resize", this.onResize);
    term.fullscreen(true);
    term.hideCursor();
    term.grabInput(true);
  }

  /** Gives back the screen as it was, and the keyboard. */
  leave(): void {
    if (!this.held) return;
    this.held = false;
    process.off("exit", this.giveBack);
    process.off("uncaughtExceptionMonitor", this.giveBack);
    term.off("key", this.onKey);
    term.off("resize", this.onResize);
    term.grabInput(false);
    term.styleReset();
    term.hideCursor(false);
    term.fullscreen(false);
    this.buffer = null;
  }

  /** Forgets what is on the screen: the next picture is drawn as a whole. */
  forget(): void {
    this.buffer = null;
    term.clear();
  }

  /** Only what has changed is written. */
  draw(lines: readonly Line[]): void {
    if (!this.held) return;
    const { columns: width, rows: height } = this.size;
    this.buffer ??= new ScreenBuffer({ dst: term, width, height });
    const { buffer } = this;
    buffer.fill({ attr: this.attributes({}) });
    lines.forEach((line, y) => this.put(buffer, line, y));
    process.stdout.write(synchronisedBegin);
    buffer.draw({ delta: true });
    process.stdout.write(synchronisedEnd);
  }

  private put(buffer: ScreenBuffer, line: Line, y: number): void {
    buffer.moveTo(0, y);
    for (const { text, style } of line) {
      buffer.put({ attr: this.attributes(style), wrap: false, dx: 1, dy: 0 } as ScreenBuffer.PutOptions, text);
    }
  }

  private attributes({ colour, bold, dim, inverse, underline }: Style): ScreenBuffer.Attributes {
    const own = colour !== undefined && this.colours ? { color: colour } : { defaultColor: true };
    return { ...own, bgDefaultColor: true, bold, dim, inverse, underline };
  }

  private readonly onKey = (key: string): void => this.listener.onKey(key);

  private readonly onResize = (): void => {
    this.buffer = null;
    this.listener.onResize();
  };
}
