import { bold, plain, span, type Line } from "./line";

const columnWidth = 40;

/** Short enough to stand in two columns of a terminal of 80. */
const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    "Navigation & Display:",
    [
      ["v / V", "Functions, lines, tree, …"],
      ["s / S", "Column to sort by"],
      ["j/k ↑/↓", "Next/previous row, page"],
      ["t", "All threads / one thread"],
      ["←/→ < >", "Previous / next thread"],
      ["n / N", "Next / previous process"],
      ["x", "Trend colors on/off"],
      ["+ / -", "Faster / slower display"],
    ],
  ],
  [
    "Call tree, threads:",
    [
      ["→ ← Enter", "Open, close; one thread"],
      ["*", "Open or close all below"],
    ],
  ],
  [
    "Control:",
    [
      ["p", "Freeze display (snapshot)"],
      ["r", "Reset all statistics"],
      ["e", "Export to a file"],
      ["o", "What the program printed"],
      ["d", "Leave; program goes on"],
    ],
  ],
  [
    "Filtering:",
    [
      ["/", "Filter functions (text)"],
      ["c", "Clear filter"],
      ["ESC", "Cancel input"],
    ],
  ],
  [
    "Other:",
    [
      ["h or ?", "Show/hide this help"],
      ["q", "Quit; ends what was run"],
    ],
  ],
];

/** What keys there are, in one column or, when that is too high, in two. */
export function help(columns: number, rows: number): Line[] {
  const body: Line[] = sections.flatMap(([title, keys], index) => [
    ...(index === 0 ? [] : [[]]),
    [span(title, bold)],
    ...keys.map(([key, about]): Line => [span(`  ${key.padEnd(11)}`, { colour: "cyan" }), span(about)]),
  ]);
  const head: Line[] = [[span("Tachyon Profiler - Interactive Commands", bold)]];
  const foot: Line[] = [[span("Press any key to close this help screen", bold)]];
  const spaced = [...head, [], ...body, [], ...foot];
  if (spaced.length <= rows || columns < 2 * columnWidth) {
    return spaced.length <= rows ? spaced : [...head, ...body.filter((line) => line.length > 1), ...foot].slice(0, rows);
  }
  const dense = body.filter((line) => line.length > 0);
  const half = Math.ceil(dense.length / 2);
  const pairs = dense.slice(0, half).map((line, row): Line => [...padded(line), ...(dense[half + row] ?? [])]);
  return [...head, ...pairs, ...foot].slice(0, rows);
}

function padded(line: Line): Line {
  const width = line.reduce((sum, { text }) => sum + text.length, 0);
  return [...line, span(" ".repeat(Math.max(1, columnWidth - width)), plain)];
}
