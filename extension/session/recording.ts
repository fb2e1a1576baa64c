import * as fs from "node:fs";
import * as vscode from "vscode";
import { ProfileBuilder, type Profile } from "../../sampler/profile";
import { StreamDecoder, WireError } from "../../sampler/wire";
import { reasonOf } from "../../sampler/host/userError";
import { Emitter } from "./emitter";
import { Problem } from "./problem";
import type { ShownProfile } from "./shownProfile";

/** A recording that was opened; it does not grow. */
export class Recording implements ShownProfile {
  readonly live = false;
  readonly onDidUpdate = new Emitter<void>().event;

  constructor(
    readonly file: string,
    readonly profile: Profile,
    readonly notes: readonly string[],
  ) {}
}

/** What identifies the recording at `uri` among shown profiles. */
export function recordingKey(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

/**
 * Reads the recording at `uri`. One that is cut short or damaged opens up to its last whole batch, and says so in `notes`.
 * Throws a `Problem` when there is nothing to show: unreadable, empty, or not a recording.
 */
export async function readRecording(uri: vscode.Uri): Promise<Recording> {
  const what = `${uri.path.split("/").pop() ?? ""} could not be opened.`;
  // Views show stacks, not when they were seen: a file of any size takes the memory of its distinct stacks.
  const builder = new ProfileBuilder({ timeline: false });
  const damage = await fill(builder, uri).catch((error: unknown) => {
    throw new Problem(what, `${reasonOf(error)}.`);
  });
  const { profile } = builder;
  if (profile.revision === 0) throw nothingToShow(what, damage);
  const notes = damage === null ? [] : [`The recording is incomplete: ${damage.message}. What comes before is shown.`];
  return new Recording(recordingKey(uri), profile, notes);
}

/** Appends all whole batches at `uri`; returns what ended them early, null when nothing did. */
async function fill(builder: ProfileBuilder, uri: vscode.Uri): Promise<WireError | null> {
  const decoder = new StreamDecoder();
  for await (const bytes of readChunks(uri)) {
    try {
      for (const batch of decoder.push(bytes)) builder.append(batch);
    } catch (error) {
      if (error instanceof WireError) return error;
      throw error;
    }
  }
  return decoder.finish();
}

function nothingToShow(what: string, damage: WireError | null): Problem {
  switch (damage?.code) {
    case undefined:
      return new Problem(what, "It holds no samples.", "Record it again.");
    case "NotARecording":
      return new Problem(what, "It is not a Tachyon recording.", 'Use "Reopen Editor With…" to see it as text.');
    case "UnsupportedVersion":
      return new Problem(what, `${damage.message}.`, "Update the Tachyon extension to open it.");
    default:
      return new Problem(what, `It is incomplete: ${damage!.message}.`, "Record it again.");
  }
}

async function* readChunks(uri: vscode.Uri): AsyncIterable<Uint8Array> {
  if (uri.scheme === "file") yield* fs.createReadStream(uri.fsPath, { highWaterMark: 1 << 20 });
  else yield await vscode.workspace.fs.readFile(uri);
}
