import type * as vscode from "vscode";
import type { FlameSelection, ToFlameView } from "../../webviews/protocol";
import { projectRoots } from "../config";
import { log } from "../log";
import { toProblem } from "../session/problem";
import { readRecording, recordingKey } from "../session/recording";
import type { SessionStore } from "../session/sessionStore";
import { recordingFacts, type ShownProfile } from "../session/shownProfile";
import { SourcePaths } from "../session/sourcePaths";
import { SourceText } from "../session/sourceText";
import { computeComparisonMessage } from "../viewmodels/comparison";
import { computeFlameMessage } from "../viewmodels/flameView";
import { comparedAt } from "./comparisonUri";

/** One recording, or two that are compared, as opened in any number of flame graph tabs. */
export class FlameDocument implements vscode.CustomDocument {
  readonly paths: SourcePaths | null;
  private readonly source: SourceText | null;

  private constructor(
    readonly uri: vscode.Uri,
    /** Null when a recording could not be read. */
    readonly shown: ShownProfile | null,
    /** What it is compared with; null when it stands alone. */
    private readonly baseline: ShownProfile | null,
    /** Why there is nothing to show; empty when there is. */
    private readonly failure: string,
  ) {
    this.paths = shown === null ? null : new SourcePaths(shown.profile, shown.pathMappings);
    this.source = this.paths === null ? null : new SourceText(this.paths);
  }

  /** Reads what `uri` names, unless the store has it; what cannot be read becomes a document that says why. */
  static async open(uri: vscode.Uri, store: SessionStore): Promise<FlameDocument> {
    const read = async (file: vscode.Uri): Promise<ShownProfile> => store.find(recordingKey(file)) ?? readRecording(file);
    try {
      const compared = comparedAt(uri);
      const shown = await read(compared?.profile ?? uri);
      return new FlameDocument(uri, shown, compared === null ? null : await read(compared.baseline), "");
    } catch (error) {
      const problem = toProblem(error, "The recording could not be opened.");
      log().error(problem.message);
      return new FlameDocument(uri, null, null, problem.message);
    }
  }

  get title(): string {
    const known = this.shown === null ? "" : recordingFacts(this.shown.profile).title;
    return known !== "" ? known : (this.uri.path.split("/").pop() ?? "");
  }

  /** What a tab is to show for a selection. */
  message(selection: FlameSelection): ToFlameView {
    const { shown, source, baseline, title, failure } = this;
    if (shown === null || source === null) return { kind: "empty", reason: failure, facts: null };
    const roots = projectRoots();
    const options = {
      title,
      live: shown.live,
      notes: [...shown.notes, ...(baseline?.notes ?? []).map((note) => `Baseline: ${note}`)],
      sourceLine: (file: string, line: number) => source.line(file, line),
      ...(roots.length > 0 ? { projectRoots: roots } : {}),
    };
    return baseline === null
      ? computeFlameMessage(shown.profile, selection, options)
      : computeComparisonMessage(shown.profile, baseline.profile, selection, options);
  }

  dispose(): void {
    // The profile belongs to the store as well; there is nothing of its own to let go.
  }
}
