type Child = Node | string | null;

/** Makes an element with properties and children. Strings become text, so nothing is ever read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], "style" | "dataset">> = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Puts a style sheet into the page; works under a Content Security Policy that allows no inline style. */
export function adoptStyles(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** A call that waits for its callers to pause. */
export interface Debounced {
  schedule(): void;
  /** Runs a waiting call now. */
  flush(): void;
}

/** Gathers calls that follow each other within `delayMs` into one. */
export function debounce(delayMs: number, run: () => void): Debounced {
  let timer: number | undefined;
  const fire = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
    run();
  };
  return {
    schedule: () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(fire, delayMs);
    },
    flush: () => {
      if (timer !== undefined) fire();
    },
  };
}
