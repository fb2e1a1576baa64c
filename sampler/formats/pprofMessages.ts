import { PbfReader } from "pbf";

/** Numbers of strings: what is measured, and in which unit. */
export interface ValueType {
  type: number;
  unit: number;
}

/** `text` is a string's number. */
export interface PprofLabel {
  key: number;
  text: number;
  number: number;
}

export interface PprofSample {
  /** Leaf first. */
  readonly locations: number[];
  /** One for each of the file's sample types. */
  readonly values: number[];
  readonly labels: PprofLabel[];
}

export interface PprofLine {
  function: number;
  line: number;
  column: number;
}

export interface PprofLocation {
  id: number;
  address: number;
  /** Of inlined functions first; the last is the function that the code is in. */
  readonly lines: PprofLine[];
}

/** Name and file are numbers of strings. */
export interface PprofFunction {
  id: number;
  name: number;
  file: number;
  firstLine: number;
}

/** Reads one message; throws when it is damaged. */
export function readValueType(bytes: Uint8Array): ValueType {
  return new PbfReader(bytes).readFields(valueTypeField, { type: 0, unit: 0 });
}

export function readSample(bytes: Uint8Array): PprofSample {
  return new PbfReader(bytes).readFields(sampleField, { locations: [], values: [], labels: [] });
}

export function readLocation(bytes: Uint8Array): PprofLocation {
  return new PbfReader(bytes).readFields(locationField, { id: 0, address: 0, lines: [] });
}

export function readFunction(bytes: Uint8Array): PprofFunction {
  return new PbfReader(bytes).readFields(functionField, { id: 0, name: 0, file: 0, firstLine: 0 });
}

/** Number of the string that names the file that was mapped. */
export function readMappingFile(bytes: Uint8Array): number {
  const field = (tag: number, into: { file: number }, pbf: PbfReader): void => {
    if (tag === 5) into.file = pbf.readVarint();
  };
  return new PbfReader(bytes).readFields(field, { file: 0 }).file;
}

function valueTypeField(tag: number, into: ValueType, pbf: PbfReader): void {
  if (tag === 1) into.type = pbf.readVarint();
  else if (tag === 2) into.unit = pbf.readVarint();
}

function sampleField(tag: number, into: PprofSample, pbf: PbfReader): void {
  if (tag === 1) pbf.readPackedVarint(into.locations);
  else if (tag === 2) pbf.readPackedVarint(into.values, true);
  else if (tag === 3) into.labels.push(pbf.readMessage(labelField, { key: 0, text: 0, number: 0 }));
}

function labelField(tag: number, into: PprofLabel, pbf: PbfReader): void {
  if (tag === 1) into.key = pbf.readVarint();
  else if (tag === 2) into.text = pbf.readVarint();
  else if (tag === 3) into.number = pbf.readVarint(true);
}

function locationField(tag: number, into: PprofLocation, pbf: PbfReader): void {
  if (tag === 1) into.id = pbf.readVarint();
  else if (tag === 3) into.address = pbf.readVarint();
  else if (tag === 4) into.lines.push(pbf.readMessage(lineField, { function: 0, line: 0, column: 0 }));
}

function lineField(tag: number, into: PprofLine, pbf: PbfReader): void {
  if (tag === 1) into.function = pbf.readVarint();
  else if (tag === 2) into.line = pbf.readVarint(true);
  else if (tag === 3) into.column = pbf.readVarint(true);
}

function functionField(tag: number, into: PprofFunction, pbf: PbfReader): void {
  if (tag === 1) into.id = pbf.readVarint();
  else if (tag === 2) into.name = pbf.readVarint();
  else if (tag === 4) into.file = pbf.readVarint();
  else if (tag === 5) into.firstLine = pbf.readVarint(true);
}
