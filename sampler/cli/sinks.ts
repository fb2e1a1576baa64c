import type { Intent } from "../host/intents";
import { ProfileSink } from "../host/profileSink";
import type { Recorder } from "../host/recorder";
import { RecordingFile } from "../host/recordingFile";
import type { Sink } from "../host/sink";
import { EditorStream } from "../host/stream";
import { choosePaint } from "./colours";
import { complain, descriptorOf, printOver } from "./messages";
import type { SamplingOptions } from "./options";
import type { Outputs } from "./outputs";
import { RealtimeStats } from "./realtimeStats";

/** Where a recording goes. */
export interface Sinks {
  readonly all: readonly Sink[];
  /** Built in this process for the summary; null for an editor, which builds its own. */
  readonly profile: ProfileSink | null;
  /** Of --realtime-stats. */
  readonly stats: RealtimeStats | null;
}

/** What the sinks are opened for. */
export interface SinkOptions {
  readonly outputs: Outputs;
  readonly sampling: SamplingOptions;
  readonly pid: number;
  readonly recorder: Recorder;
  /** A launched program owns stdout; what we say goes to stderr then. */
  readonly quietly: boolean;
  readonly onIntent: (intent: Intent) => void;
}

/** Opens the files and the connection. Throws a `UserError` when a file cannot be written. */
export function openSinks({ outputs, sampling, pid, recorder, quietly, onIntent }: SinkOptions): Sinks {
  const report = (message: string): void => {
    complain(message);
    recorder.note(message);
  };
  const files = [...new Set(outputs.recordings.map((name) => name(pid)))].map((file) => RecordingFile.open(file, report));
  if (sampling.stream !== null) {
    const onLost = (reason: string): void => recorder.note(`The live view ended before the program: ${reason}.`);
    return { all: [...files, new EditorStream(sampling.stream, { onIntent, onLost })], profile: null, stats: null };
  }
  const profile = new ProfileSink();
  if (!sampling.realtimeStats) return { all: [...files, profile], profile, stats: null };
  const say = (text: string): void => printOver(text, quietly);
  const stats = new RealtimeStats(profile.profile, say, choosePaint(descriptorOf(quietly)));
  return { all: [...files, profile, stats], profile, stats };
}
