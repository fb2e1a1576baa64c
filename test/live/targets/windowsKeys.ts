// The terminal of the live view as a program on Windows finds it: another platform, no TERM. Shows the keys that come.
Object.defineProperty(process, "platform", { value: "win32" });

async function main(): Promise<void> {
  const { Terminal } = await import("../../../sampler/cli/live/terminal");
  const { span } = await import("../../../sampler/cli/live/line");
  const keys: string[] = [];
  const draw = (): void => terminal.draw([[span(`keys: ${keys.join(" ")}`)], [span(`size: ${terminal.size.columns}x${terminal.size.rows}`)]]);
  const onKey = (key: string): void => {
    keys.push(key);
    draw();
    if (key === "q") terminal.leave();
  };
  const terminal = new Terminal({ onKey, onResize: draw });
  terminal.enter();
  draw();
}

void main();
