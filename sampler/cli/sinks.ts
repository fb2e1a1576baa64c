import type { Intent } from "../host/intents";
import { ProfileSink } from "../host/profileSink";
import type { Recorder } from "../host/recorder";
import { RecordingFile } from "../host/recordingFile";
import type { Sink } from "../host/sink";
import { EditorStream } from "../host/stream";
import { complain } from "./messages";
import type { Outputs } from "./outputs";

/** Where a recording goes. */
export interface Sinks {
  readonly all: readonly Sink[];
  /** Built in this process for the summary; null for an editor, which builds its own. */
  readonly profile: ProfileSink | null;
}

/** Opens the files and the connection. Throws a `UserError` when a file cannot be written. */
export function openSinks(
  outputs: Outputs,
  stream: string | null,
  pid: number,
  recorder: Recorder,
  onIntent: (intent: Intent) => void,
): Sinks {
  const report = (message: string): void => {
    complain(message);
    recorder.note(message);
  };
  const files = [...new Set(outputs.recordings.map((name) => name(pid)))].map((file) => RecordingFile.open(file, report));
  if (stream === null) {
    const profile = new ProfileSink();
    return { all: [...files, profile], profile };
  }
  const editor = new EditorStream(stream, {
    onIntent,
    onLost: (reason) => recorder.note(`The live view ended before the program: ${reason}.`),
  });
  return { all: [...files, editor], profile: null };
}
