/** What a key asks for on the graph. */
export type KeyAction =
  | "down" | "up" | "left" | "right"
  | "zoomIn" | "zoomOut" | "reset" | "closer" | "farther"
  | "open" | "openBeside" | "copy"
  | "search" | "nextMatch" | "previousMatch"
  | "invert" | "sidebar" | "help" | "pageDown" | "pageUp";

interface Key {
  readonly keys: readonly string[];
  readonly control?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
  readonly action: KeyAction;
}

// The first that fits counts. Keys that need Shift on some keyboards (`/`, `?`, `+`) do not ask about Shift.
const KEYS: readonly Key[] = [
  { keys: ["Enter"], control: true, shift: true, action: "openBeside" },
  { keys: ["Enter"], alt: true, action: "openBeside" },
  { keys: ["Enter"], control: true, action: "open" },
  { keys: ["f", "F"], control: true, action: "search" },
  { keys: ["c", "C"], control: true, action: "copy" },
  { keys: ["F3"], shift: true, action: "previousMatch" },
  { keys: ["N"], shift: true, action: "previousMatch" },
  { keys: ["F3", "n"], action: "nextMatch" },
  { keys: ["ArrowDown"], action: "down" },
  { keys: ["ArrowUp"], action: "up" },
  { keys: ["ArrowLeft"], action: "left" },
  { keys: ["ArrowRight"], action: "right" },
  { keys: ["Enter"], action: "zoomIn" },
  { keys: ["Escape", "Backspace"], action: "zoomOut" },
  { keys: ["0", "Home"], action: "reset" },
  { keys: ["+", "="], action: "closer" },
  { keys: ["-"], action: "farther" },
  { keys: ["/"], action: "search" },
  { keys: ["i", "I"], action: "invert" },
  { keys: ["s", "S"], action: "sidebar" },
  { keys: ["?"], action: "help" },
  { keys: ["PageDown"], action: "pageDown" },
  { keys: ["PageUp"], action: "pageUp" },
];

/** Parts of a KeyboardEvent that matter. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The action of a key press on the graph, or null for a key that is not ours. */
export function keyAction(press: KeyPress): KeyAction | null {
  const control = press.ctrlKey || press.metaKey;
  const found = KEYS.find(
    (key) =>
      key.keys.includes(press.key) &&
      (key.control ?? false) === control &&
      (key.alt ?? false) === press.altKey &&
      (key.shift === undefined || key.shift === press.shiftKey),
  );
  return found?.action ?? null;
}

/** Keys that work wherever the keyboard is on the page, the search box included. */
export const EVERYWHERE: ReadonlySet<KeyAction> = new Set(["search", "nextMatch", "previousMatch"]);

/** The help text: what each key and gesture does. `opensSource`: a click leads to the source line. */
export function keyHelp(opensSource: boolean): readonly (readonly [keys: string, does: string])[] {
  return [
    ...(opensSource
      ? ([
          ["Click", "Go to the source line"],
          ["Ctrl+Click", "Go to it in another column"],
          ["Double-click, Enter", "Zoom into the box"],
        ] as const)
      : ([["Click, Enter", "Zoom into the box"]] as const)),
    ["Esc, Backspace", "Zoom out"],
    ["0, Home", "Show the whole graph"],
    ["↓", "Heaviest function below"],
    ["↑", "Box above"],
    ["← →", "Boxes beside"],
    ["Ctrl+Enter", opensSource ? "Go to the source line" : "Copy the source place"],
    ["Ctrl+C", "Copy name and place"],
    ["/, Ctrl+F", "Search"],
    ["F3, Shift+F3", "Next, previous match"],
    ["I", "Inverted view"],
    ["S", "Sidebar: hot spots, callers, callees"],
    ["Drag, Shift+Wheel", "Move"],
    ["Ctrl+Wheel, + −", "Zoom around the pointer, the focus"],
  ];
}
