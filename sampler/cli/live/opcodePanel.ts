import { fitLeft, fitRight } from "./cells";
import type { Figures } from "./figures";
import { bar, bold, span, type Line } from "./line";
import type { Subject } from "./list";

/** Lines that the panel takes where there is room for them. */
export const opcodePanelRows = 12;

const mostOpcodes = 8;
const barWidth = 20;
const nameWidth = 35;

/** Which instructions the samples of a row were at; null when no row of code is selected. */
export function opcodePanel(figures: Figures, subject: Subject | null, columns: number, rows: number): Line[] {
  if (subject === null) return [[span("No function selected (use j/k to select)")]];
  const { name } = subject;
  const opcodes = [...figures.opcodes((frame) => subject.matches(frame))].sort(([, a], [, b]) => b - a);
  if (opcodes.length === 0) return [[span(`No instruction of ${name}() itself has been seen yet`)]];
  const title = `─── Opcodes for ${name}() `;
  const room = Math.max(1, Math.min(mostOpcodes, rows - 2));
  const hidden = opcodes.length - room;
  return [
    [span(title + "─".repeat(Math.max(0, columns - title.length)), { ...bold, colour: "cyan" })],
    ...opcodeLines(figures, opcodes).slice(0, room),
    ...(hidden > 0 ? [[span(`  ... and ${hidden} more opcodes`)]] : []),
  ].slice(0, rows);
}

function opcodeLines({ profile }: Figures, opcodes: readonly [number, number][]): Line[] {
  const [most] = opcodes.map(([, samples]) => samples);
  const all = opcodes.reduce((sum, [, samples]) => sum + samples, 0);
  return opcodes.map(([opcode, samples]) => {
    const executed = profile.strings[profile.opcodes.name[opcode]];
    const base = profile.strings[profile.opcodes.base[opcode]];
    const name = fitLeft(executed === base ? base : `${executed} (${base})`, nameWidth);
    const share = fitRight(((100 * samples) / all).toFixed(1), 5);
    const text = `  [${bar(samples / most, barWidth)}] ${name} ${share}% (${fitRight(String(samples), 6)})`;
    return [span(text, executed === base ? { colour: "yellow" } : { colour: "magenta" })];
  });
}
