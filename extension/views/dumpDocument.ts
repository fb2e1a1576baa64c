import * as path from "node:path";
import * as vscode from "vscode";
import { projectRoots } from "../config";
import { gainAccess } from "../session/access";
import type { HelperProcess } from "../session/helperProcess";
import { findProcess, processTitle } from "../session/processes";
import { answerFromTerminal } from "../session/typedAnswer";
import { computeDumpText, type DumpText, type StackDump } from "../viewmodels/dumpText";

const scheme = "tachyon-stacks";
const language = "tachyon-stacks";

/** Dumps of stacks as read-only documents, with links to the lines. One lives as long as its document is open. */
export class DumpDocuments implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  private readonly texts = new Map<string, DumpText>();

  static register(): { readonly documents: DumpDocuments; readonly disposable: vscode.Disposable } {
    const documents = new DumpDocuments();
    const disposable = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, documents),
      vscode.languages.registerDocumentLinkProvider({ scheme }, documents),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => documents.texts.delete(uri.toString())),
    );
    return { documents, disposable };
  }

  /**
   * Reads the stacks of a process and shows them. Where that is refused, in the way that the user chooses. Throws a `Problem`
   * when there is none.
   */
  async dump(helper: HelperProcess, pid: number): Promise<void> {
    const process = await findProcess(helper, pid);
    const access = await gainAccess(helper, pid, { relaunches: false });
    const command = ["dump", "--all-threads", "--async-aware", "--native", "--opcodes", "--json", String(pid)];
    const answer =
      access.kind === "asRoot"
        ? await answerFromTerminal(access.command(command), `Waiting for the stacks of process ${pid}`)
        : JSON.parse(await helper.ask(command, `The stacks of process ${pid} could not be read.`));
    await this.show(answer as StackDump, processTitle(process));
  }

  private async show(dump: StackDump, title: string): Promise<void> {
    const time = new Date().toTimeString().slice(0, "hh:mm:ss".length);
    const uri = vscode.Uri.from({ scheme, path: `/Stacks of ${title} ${time.replaceAll(":", ".")}`, query: String(Date.now()) });
    const text = computeDumpText(dump, title, time, shorten);
    this.texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, language);
    // For that the document was closed and opened anew.
    this.texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString())?.text ?? "These stacks are no longer at hand. Dump them again.\n";
  }

  provideDocumentLinks({ uri }: vscode.TextDocument): vscode.DocumentLink[] {
    const links = this.texts.get(uri.toString())?.links ?? [];
    return links
      .filter(({ file }) => path.isAbsolute(file))
      .map(({ row, start, end, file, line }) => {
        const target = vscode.Uri.file(file).with({ fragment: `L${line}` });
        const link = new vscode.DocumentLink(new vscode.Range(row, start, row, end), target);
        link.tooltip = `${file}:${line}`;
        return link;
      });
  }
}

/** Relative to the workspace's folder that holds it, or to where Python keeps its modules. */
function shorten(file: string): string {
  const root = projectRoots().find((folder) => file.startsWith(folder + path.sep));
  const library = /^.*[\\/][Ll]ib[\\/](?:python\d[\w.]*[\\/](?:(?:site|dist)-packages[\\/])?)(.+)$/.exec(file)?.[1];
  return root === undefined ? (library ?? file) : path.relative(root, file);
}
