import { PairTable } from "../profile";
import { FormatError } from "./format";
import {
  readFunction,
  readLocation,
  readMappingFile,
  readSample,
  readValueType,
  type PprofFunction,
  type PprofLabel,
  type PprofLocation,
  type ValueType,
} from "./pprofMessages";
import { ProfileField } from "./pprofSchema";
import type { Field } from "./protobufFields";
import { untimedNs } from "./untimed";

const nsOfUnit: Readonly<Record<string, number | undefined>> = {
  nanoseconds: 1,
  microseconds: 1e3,
  milliseconds: 1e6,
  seconds: 1e9,
};

/** Which of a sample's values are its time and its count; -1 for none. */
export interface Measures {
  readonly time: number;
  readonly nsOfTime: number;
  readonly count: number;
}

/** A file's messages as they come; stacks are merged into a tree, for locations and strings may come last. */
export class PprofTables {
  readonly strings: string[] = [];
  readonly locations = new Map<number, PprofLocation>();
  readonly functions = new Map<number, PprofFunction>();
  readonly comments: number[] = [];
  /** Callers' stacks, and places in `locationIds`. */
  readonly stacks = new PairTable();
  readonly locationIds: number[] = [];
  readonly labelSets: (readonly PprofLabel[])[] = [];
  readonly samples: { stack: number; labelSet: number; values: readonly number[] }[] = [];
  /** Messages that could not be understood. */
  unreadable = 0;
  private readonly sampleTypes: ValueType[] = [];
  private readonly mappedFiles: number[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly placeOfLocation = new Map<number, number>();
  private readonly numberOfLabels = new Map<string, number>();

  add({ number, value, bytes }: Field): void {
    try {
      this.addField(number, value, bytes);
    } catch {
      this.unreadable++;
    }
  }

  text(number: number): string {
    return this.strings[number] ?? "";
  }

  number(field: ProfileField): number {
    return this.numbers.get(field) ?? 0;
  }

  /** What is taken for the program. */
  get mainFile(): string {
    return this.text(this.mappedFiles[0] ?? 0);
  }

  /** Throws a `FormatError` when neither times nor samples were measured. */
  measures(): Measures {
    const types = this.sampleTypes.map(({ type, unit }) => ({ type: this.text(type), unit: this.text(unit) }));
    const chosen = types.findIndex(({ type }) => type === this.text(this.number(ProfileField.DefaultSampleType)));
    const isTime = (index: number) => nsOfUnit[types[index]?.unit] !== undefined;
    const time = isTime(chosen) ? chosen : types.findLastIndex((_, index) => isTime(index));
    const count = types.findIndex(
      ({ type, unit }) => unit === "count" && /^(samples|cpu|events|contentions)/.test(type),
    );
    if (time < 0 && count < 0) {
      const held = types.map(({ type, unit }) => `${type} in ${unit}`).join(", ");
      throw new FormatError(`It holds no times, but ${held || "nothing that is named"}.`);
    }
    return { time, count, nsOfTime: time < 0 ? untimedNs : nsOfUnit[types[time].unit]! };
  }

  private addField(field: ProfileField, value: number, bytes: Uint8Array): void {
    if (field === ProfileField.Sample) this.addSample(bytes);
    else if (field === ProfileField.StringTable) this.strings.push(new TextDecoder().decode(bytes));
    else if (field === ProfileField.Location) addById(this.locations, readLocation(bytes));
    else if (field === ProfileField.Function) addById(this.functions, readFunction(bytes));
    else if (field === ProfileField.Mapping) this.mappedFiles.push(readMappingFile(bytes));
    else if (field === ProfileField.SampleType) this.sampleTypes.push(readValueType(bytes));
    else if (field === ProfileField.Comment && bytes.length === 0) this.comments.push(value);
    else this.numbers.set(field, value);
  }

  private addSample(bytes: Uint8Array): void {
    const { locations, values, labels } = readSample(bytes);
    let stack = -1;
    for (let index = locations.length - 1; index >= 0; index--) {
      stack = this.stacks.intern(stack, this.placeOf(locations[index]));
    }
    this.samples.push({ stack, labelSet: this.numberLabels(labels), values });
  }

  private placeOf(location: number): number {
    let place = this.placeOfLocation.get(location);
    if (place === undefined) this.placeOfLocation.set(location, (place = this.locationIds.push(location) - 1));
    return place;
  }

  private numberLabels(labels: readonly PprofLabel[]): number {
    const key = labels.map((label) => `${label.key} ${label.text} ${label.number}`).join();
    let number = this.numberOfLabels.get(key);
    if (number === undefined) this.numberOfLabels.set(key, (number = this.labelSets.push(labels) - 1));
    return number;
  }
}

function addById<Row extends { readonly id: number }>(rows: Map<number, Row>, row: Row): void {
  rows.set(row.id, row);
}
