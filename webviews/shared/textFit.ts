const ELLIPSIS = "…";

/**
 * Clips text to widths in one font. Widths are sums of cached character widths: kerning makes real text a hair narrower,
 * never wider enough to matter, and drawing a thousand labels measures next to nothing.
 */
export class TextFit {
  private readonly widths = new Map<string, number>();

  /** `measure` gives the width of a text in pixels. */
  constructor(private readonly measure: (text: string) => number) {}

  /** The text, or as much of it as fits with an ellipsis; empty when not even two characters fit. */
  fit(text: string, room: number): string {
    const limit = room - this.characterWidth(ELLIPSIS);
    let [sum, kept, characters] = [0, 0, 0];
    for (const character of text) {
      sum += this.characterWidth(character);
      if (sum > room) return characters < 2 ? "" : text.slice(0, kept) + ELLIPSIS;
      if (sum <= limit) {
        kept += character.length;
        characters++;
      }
    }
    return text;
  }

  private characterWidth(character: string): number {
    let width = this.widths.get(character);
    if (width === undefined) this.widths.set(character, (width = this.measure(character)));
    return width;
  }
}
