import { element } from "./dom";

/** A few buttons of which one is pressed. */
export class Choice<T extends string> {
  readonly root: HTMLElement;
  private readonly buttons: readonly (readonly [value: T, button: HTMLButtonElement])[];
  private chosen: T;

  constructor(
    label: string,
    values: readonly (readonly [value: T, text: string, about: string])[],
    private readonly changed: (value: T) => void,
  ) {
    this.buttons = values.map(([value, textContent, title]) => {
      const button = element("button", { type: "button", textContent, title });
      button.addEventListener("click", () => this.choose(value));
      return [value, button];
    });
    this.root = element("span", { className: "choice", ariaLabel: label }, this.buttons.map(([, button]) => button));
    this.root.setAttribute("role", "group");
    this.chosen = values[0][0];
    this.show();
  }

  get value(): T {
    return this.chosen;
  }

  choose(value: T): void {
    if (value === this.chosen) return;
    this.chosen = value;
    this.show();
    this.changed(value);
  }

  private show(): void {
    for (const [value, button] of this.buttons) button.setAttribute("aria-pressed", String(value === this.chosen));
  }
}
