import { shorten } from "./cells";
import { bold, dim, inverse, span, type Line } from "./line";
import type { Prompt, SortKey, View, ViewState } from "./state";

/** A format that can be written while sampling goes on. */
export interface FormatChoice {
  readonly id: string;
  readonly description: string;
}

const sortNames: Readonly<Record<SortKey, string>> = {
  nsamples: "Direct Samples",
  sample_pct: "Sample %",
  tottime: "Total Time",
  cumul_pct: "Cumulative %",
  cumtime: "Cumulative Time",
};

const legends: Readonly<Record<View, string>> = {
  functions: "nsamples: direct/cumulative (direct=executing, cumulative=on stack)",
  lines: "lines of functions: direct/cumulative (direct=executing, cumulative=on stack)",
  tree: "call tree: ←/→ close and open, * all below; nsamples: direct/cumulative",
  callers: "callers of what runs: ←/→ close and open, * all below",
  threads: "threads: Enter looks at one alone, t at all again",
};

/** The last two lines: what the numbers mean, and what can be done. */
export function footer(state: ViewState, isFinished: boolean, formats: readonly FormatChoice[], columns: number): Line[] {
  const legend = [span(shorten(legends[state.view], columns), dim)];
  if (state.prompt !== null) return [legend, [span(shorten(promptText(state.prompt, formats), columns), inverse)]];
  if (state.message !== null) return [legend, [span(shorten(state.message, columns), { ...bold, colour: "yellow" })]];
  const status = [
    ...(isFinished ? ["[PROFILING FINISHED - Press 'q' to quit]"] : state.paused ? ["[PAUSED]"] : []),
    ...(state.filter === "" ? [] : [`[Filter: ${state.filter} (c to clear)]`]),
    ...(state.trends ? [] : ["[Trend colors: OFF]"]),
  ];
  const keys = `Sort: ${sortNames[state.sort]} | v:${state.view} t:mode ←→:thread x:trends e:export h:help q:quit`;
  const text = [...status, keys].join(" ");
  return [legend, [span(shorten(text, columns), state.paused || isFinished ? bold : dim)]];
}

function promptText(prompt: Prompt, formats: readonly FormatChoice[]): string {
  if (prompt.kind === "filter") return `Function filter: ${prompt.text}_`;
  if (prompt.kind === "file") return `Write ${prompt.format} to: ${prompt.text}_`;
  const { id, description } = formats[prompt.index];
  return `Export as (←/→, Enter): ◂ ${id} ▸ ${prompt.index + 1}/${formats.length}  ${description}`;
}
