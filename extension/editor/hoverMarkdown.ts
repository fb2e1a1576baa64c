import type { HoverFunction, HoverInstruction, LineHover } from "../viewmodels/hover";

export interface HoverMarkdownOptions {
  /** Path on this disk of a file as the target has it; null when it has none. */
  readonly resolve: (file: string) => string | null;
  /** The file is newer than the profile. */
  readonly stale: boolean;
}

const barWidth = 72;

/** A hot line's hover as Markdown with theme icons and command links. */
export function hoverMarkdown(hover: LineHover, options: HoverMarkdownOptions): string {
  const parts = [
    headline(hover),
    ...(options.stale ? ["$(warning) The file is newer than this profile, so lines may be off."] : []),
    ...related("Called by", hover.callers, options),
    ...related("Calls", hover.callees, options),
    ...instructionTable(hover),
    "[$(graph) Flame graph](command:tachyon.showFlameGraph)",
  ];
  return parts.join("\n\n");
}

function headline({ self, total, samples, functions }: LineHover): string {
  const inside = functions.length === 0 ? "" : ` in ${functions.map(code).join(", ")}`;
  const figures = `**${self.time}** self (${self.share}) · **${total.time}** total (${total.share}) · ${samples} ${samples === "1" ? "sample" : "samples"}`;
  return `$(flame) ${figures}${inside}`;
}

function related(title: string, functions: readonly HoverFunction[], options: HoverMarkdownOptions): string[] {
  if (functions.length === 0) return [];
  return [`${title} ${functions.map((each) => `${link(each, options)} ${each.share}`).join(" · ")}`];
}

function link({ name, place, file, line }: HoverFunction, { resolve }: HoverMarkdownOptions): string {
  const source = line > 0 ? resolve(file) : null;
  if (source === null) return code(name);
  const args = encodeURIComponent(JSON.stringify([source, line]))
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
  return `[${code(name)}](command:tachyon.openLine?${args} "${place.replaceAll('"', "")}")`;
}

function instructionTable({ instructions, moreInstructions, specialised }: LineHover): string[] {
  if (instructions.length === 0) return [];
  const rows = instructions.map(
    (row) => `| ${code(row.name)} | ${form(row)} | ${bar(row.fraction)} | ${row.share} | ${row.time} |`,
  );
  const head = ["| Instruction | Specialised from | | Share | Time |", "|:--|:--|:--|--:|--:|"];
  const foot = [
    specialised.replace(/ specialised$/, " of what can be specialised ran specialised"),
    moreInstructions,
  ].filter(Boolean);
  return [[...head, ...rows].join("\n"), ...(foot.length === 0 ? [] : [foot.join(" · ")])];
}

function form(row: HoverInstruction): string {
  if (row.isSpecialised) return code(row.base);
  return row.isGeneric ? "*not specialised*" : "";
}

/** A bar as an image; what it says stands as a number beside it. */
function bar(fraction: number): string {
  const width = Math.max(2, Math.round(fraction * barWidth));
  const rail = `<rect width="${barWidth}" height="8" rx="2" fill="#8888" opacity=".35"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${barWidth}" height="8">${rail}<rect width="${width}" height="8" rx="2" fill="#ec5f45"/></svg>`;
  return `![](data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")})`;
}

/** As code, so that nothing in a name is taken for Markdown. */
function code(text: string): string {
  return `\`${text.replace(/[`|\r\n]/g, "·")}\``;
}
