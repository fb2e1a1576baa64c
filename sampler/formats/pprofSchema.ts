import { WireType } from "./protobufFields";

/** Fields of the outermost message of pprof's `profile.proto`. */
export enum ProfileField {
  SampleType = 1,
  Sample = 2,
  Mapping = 3,
  Location = 4,
  Function = 5,
  StringTable = 6,
  DropFrames = 7,
  KeepFrames = 8,
  TimeNanos = 9,
  DurationNanos = 10,
  PeriodType = 11,
  Period = 12,
  Comment = 13,
  DefaultSampleType = 14,
  DocUrl = 15,
}

const messages = [
  ...[ProfileField.SampleType, ProfileField.Sample, ProfileField.Mapping, ProfileField.Location],
  ...[ProfileField.Function, ProfileField.StringTable, ProfileField.PeriodType],
];

/** How each field is written; `Comment` may be packed, which no writer does at a file's beginning. */
export const profileFields: ReadonlyMap<number, WireType> = new Map(
  Array.from({ length: ProfileField.DocUrl }, (_, index) => index + 1).map((field) => {
    return [field, messages.includes(field) ? WireType.Bytes : WireType.Varint];
  }),
);

/** Keys of the labels that tell a sample's thread. */
export enum Label {
  Process = "process id",
  Thread = "thread id",
  Interpreter = "interpreter",
  ThreadName = "thread name",
}

/** Properties that pprof has only comments for: `key: value`. */
export const commentKeys: readonly string[] = ["tool", "python", "mode"];
