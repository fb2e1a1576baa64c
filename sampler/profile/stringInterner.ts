/** Gives each distinct text a number: 0, 1, 2, … in the order in which they come. */
export class StringInterner {
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();

  intern(value: string): number {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.numbers.set(value, number);
    }
    return number;
  }
}
