import type { Intent } from "../host/intents";
import { EditorLink } from "../host/editorLink";
import { ProfileSink } from "../host/profileSink";
import type { Audience, Recorder } from "../host/recorder";
import { RecordingFile } from "../host/recordingFile";
import type { Sink } from "../host/sink";
import type { Profile } from "../profile";
import { choosePaint } from "./colours";
import { complain, descriptorOf, printOver } from "./messages";
import type { SamplingOptions } from "./options";
import type { Outputs } from "./outputs";
import { RealtimeStats } from "./realtimeStats";

/** Where a recording goes. */
export interface Sinks extends Audience {
  /** Built in this process for the summary; null for an editor, which builds its own. */
  readonly profile: BuildingSink | null;
  /** Of --realtime-stats. */
  readonly stats: RealtimeStats | null;
}

/** A sink that builds the profile from what it gets. */
export interface BuildingSink extends Sink {
  readonly profile: Profile;
}

/** The view in the terminal: it shows what it builds, and says what would otherwise be printed over it. */
export interface ShowingSink extends BuildingSink {
  tell(message: string): void;
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
  /** The editor is gone and does not come back. */
  readonly onEditorGone?: () => void;
  /** Of --live. */
  readonly live: ShowingSink | null;
}

/** Opens the files and the connection. Throws a `UserError` when a file cannot be written. */
export function openSinks({ outputs, sampling, pid, recorder, quietly, onIntent, onEditorGone, live }: SinkOptions): Sinks {
  const report = (message: string): void => {
    if (live === null) complain(message);
    else live.tell(message);
    recorder.note(message);
  };
  const files = [...new Set(outputs.recordings.map((name) => name(pid)))].map((file) => RecordingFile.open(file, report));
  if (sampling.stream !== null) {
    const onLost = (reason: string): void => {
      recorder.note(`The live view ended before the program: ${reason}.`);
      onEditorGone?.();
    };
    const recording = outputs.recordings[0]?.(pid) ?? null;
    const link = new EditorLink(sampling.stream, recording, { onIntent, onLost }, sampling.streamPatienceMs ?? undefined);
    return { all: [...files, link], isWatched: true, profile: null, stats: null };
  }
  const profile = live ?? new ProfileSink({ timeline: outputs.exported?.format.needsTimeline ?? false });
  // The live view shows them in its own way.
  if (!sampling.realtimeStats || live) return { all: [...files, profile], isWatched: live !== null, profile, stats: null };
  const say = (text: string): void => printOver(text, quietly);
  const stats = new RealtimeStats(profile.profile, say, choosePaint(descriptorOf(quietly)));
  return { all: [...files, profile, stats], isWatched: true, profile, stats };
}
