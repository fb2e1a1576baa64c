/** What can be wrong with bytes that should be a recording. */
export type WireErrorCode =
  /** The stream does not begin as a recording does. */
  | "NotARecording"
  /** Written by a later version. */
  | "UnsupportedVersion"
  /** No batch begins where one should. */
  | "NoBatch"
  /** A batch announces more bytes than any batch may have. */
  | "TooLarge"
  /** The checksum does not match. */
  | "Damaged"
  /** Something ends before it is whole. */
  | "CutShort"
  /** A number outside what its column allows. */
  | "OutOfRange"
  /** Sections that contradict each other or themselves. */
  | "Malformed";

/** Thrown for bytes that do not follow README.md; the message is for people. */
export class WireError extends Error {
  constructor(
    readonly code: WireErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "WireError";
  }
}
