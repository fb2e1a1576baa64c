import * as path from "node:path";
import * as vscode from "vscode";
import { recordingKey } from "../session/recording";
import { parseRecordingName, type Recordings, type StoredRecording } from "../session/recordings";
import { comparisonUri } from "./comparisonUri";
import { openInTab, pickProfile, profileUri } from "./openProfile";

const title = "Compare Profiles";

/**
 * Opens what changed between two recordings. `given` is the one to look at, `selected` all that are selected with it:
 * of two the older is the baseline. What is not given the user chooses.
 */
export async function compareProfiles(
  recordings: Recordings,
  given?: StoredRecording | vscode.Uri,
  selected: readonly StoredRecording[] = [],
): Promise<void> {
  const kept = await recordings.list();
  if (selected.length === 2) {
    const [older, newer] = [...selected].sort((a, b) => a.startedAt - b.startedAt);
    return openComparison(newer.file, older.file);
  }
  const file = given === undefined ? await pickProfile(kept, title, "The profile to look at") : fileOf(given);
  if (file === undefined) return;
  const others = kept.filter((recording) => recording.file !== file);
  const baseline = await pickProfile(others, title, `The baseline to compare ${nameOf(file)} with`);
  if (baseline !== undefined) await openComparison(file, baseline);
}

async function openComparison(file: string, baseline: string): Promise<void> {
  const uri = comparisonUri({ profile: profileUri(file), baseline: profileUri(baseline) }, `${nameOf(file)} since ${nameOf(baseline)}`);
  await openInTab(uri, vscode.ViewColumn.Active, false);
}

function fileOf(given: StoredRecording | vscode.Uri): string {
  return given instanceof vscode.Uri ? recordingKey(given) : given.file;
}

/** Such as "demo.py 14:03:22". */
function nameOf(file: string): string {
  const base = path.basename(profileUri(file).path);
  const parsed = parseRecordingName(base);
  if (parsed === null) return path.basename(base, ".tachyon");
  return `${parsed.title} ${new Date(parsed.startedAt).toLocaleTimeString(undefined, { timeStyle: "medium" })}`;
}
