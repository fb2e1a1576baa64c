/** Thrown where a file is no JSON, or none any more. */
export class JsonDamage extends Error {}

/** A list of a JSON file that is given its elements as they come, whole ones alone; it stands where the list would. */
export interface JsonList {
  add(element: unknown): void;
}

/**
 * Chooses what becomes of a list that a record has under `key`; null: an array. `owner` is the key of the record itself,
 * or of the list that it is in; empty for the outermost.
 */
export type ListFor = (owner: string, key: string) => JsonList | null;

type Fields = Record<string, unknown>;

enum Expected {
  Value,
  ValueOrEnd,
  Key,
  KeyOrEnd,
  Colon,
  CommaOrEnd,
  Nothing,
}

/** A list or record whose end has not come; one of the three is set. */
interface Open {
  readonly fields: Fields | null;
  readonly array: unknown[] | null;
  readonly list: JsonList | null;
  readonly name: string;
  /** It is in an element of a `JsonList`: it stays an array. */
  readonly isTaken: boolean;
}

/** Makes the values that `JSON.parse` would make, sign by sign. What is open when they end is kept as far as it came. */
export class JsonBuilder {
  root: unknown;
  private readonly opened: Open[] = [];
  private top: Open | null = null;
  private key = "";
  private expected = Expected.Value;

  constructor(private readonly listFor: ListFor) {}

  /** Nothing is open. */
  get isOutside(): boolean {
    return this.top === null;
  }

  get isWhole(): boolean {
    return this.expected === Expected.Nothing;
  }

  value(value: unknown): void {
    this.expectValue();
    this.attach(value);
    this.expected = this.top === null ? Expected.Nothing : Expected.CommaOrEnd;
  }

  /** A text, or a key. */
  text(text: string): void {
    if (this.expected !== Expected.Key && this.expected !== Expected.KeyOrEnd) return this.value(text);
    this.key = text;
    this.expected = Expected.Colon;
  }

  colon(): void {
    if (this.expected !== Expected.Colon) throw new JsonDamage();
    this.expected = Expected.Value;
  }

  comma(): void {
    if (this.expected !== Expected.CommaOrEnd) throw new JsonDamage();
    this.expected = this.top!.fields === null ? Expected.Value : Expected.Key;
  }

  openRecord(): void {
    const fields: Fields = {};
    this.open(fields, { fields, array: null, list: null, name: this.nextName(), isTaken: this.isNextTaken() });
    this.expected = Expected.KeyOrEnd;
  }

  openList(): void {
    const isTaken = this.isNextTaken();
    const owner = this.top;
    const list = owner !== null && owner.fields !== null && !isTaken ? this.listFor(owner.name, this.key) : null;
    const array = list === null ? [] : null;
    this.open(list ?? array, { fields: null, array, list, name: this.nextName(), isTaken });
    this.expected = Expected.ValueOrEnd;
  }

  closeRecord(): void {
    if (this.top === null || this.top.fields === null) throw new JsonDamage();
    if (this.expected !== Expected.CommaOrEnd && this.expected !== Expected.KeyOrEnd) throw new JsonDamage();
    this.close(this.top.fields);
  }

  closeList(): void {
    if (this.top === null || this.top.fields !== null) throw new JsonDamage();
    if (this.expected !== Expected.CommaOrEnd && this.expected !== Expected.ValueOrEnd) throw new JsonDamage();
    this.close(this.top.array);
  }

  private expectValue(): void {
    if (this.expected !== Expected.Value && this.expected !== Expected.ValueOrEnd) throw new JsonDamage();
  }

  private open(value: unknown, open: Open): void {
    this.expectValue();
    if (this.top === null || this.top.list === null) this.attach(value);
    this.opened.push((this.top = open));
  }

  private close(value: unknown): void {
    this.opened.pop();
    this.top = this.opened.length === 0 ? null : this.opened[this.opened.length - 1];
    if (this.top !== null && this.top.list !== null) this.top.list.add(value);
    this.expected = this.top === null ? Expected.Nothing : Expected.CommaOrEnd;
  }

  private attach(value: unknown): void {
    const { top } = this;
    if (top === null) this.root = value;
    else if (top.array !== null) top.array.push(value);
    else if (top.list !== null) top.list.add(value);
    else setField(top.fields!, this.key, value);
  }

  private nextName(): string {
    if (this.top === null) return "";
    return this.top.fields === null ? this.top.name : this.key;
  }

  private isNextTaken(): boolean {
    return this.top !== null && (this.top.isTaken || this.top.list !== null);
  }
}

function setField(fields: Fields, key: string, value: unknown): void {
  if (key !== "__proto__") fields[key] = value;
  else Object.defineProperty(fields, key, { value, writable: true, enumerable: true, configurable: true });
}
