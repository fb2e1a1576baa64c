import * as os from "node:os";
import * as path from "node:path";

/** What `${…}` stands for in launch settings. Paths are absolute. */
export interface Places {
  readonly file: string;
  /** Undefined when no folder is open. */
  readonly workspaceFolder: string | undefined;
}

/**
 * Replaces `${file}`, `${fileDirname}`, `${workspaceFolder}`, `${userHome}`, `${env:NAME}` and a leading `~`.
 * `${workspaceFolder}` without a folder is the file's own folder; unknown variables stay as they are.
 */
export function substitute(text: string, places: Places): string {
  const folder = path.dirname(places.file);
  const known: Record<string, string> = {
    file: places.file,
    fileDirname: folder,
    workspaceFolder: places.workspaceFolder ?? folder,
    userHome: os.homedir(),
  };
  return text
    .replace(/^~(?=$|[/\\])/, () => os.homedir())
    .replace(/\$\{(?:env:([^}]+)|(\w+))\}/g, (whole, variable: string | undefined, name: string | undefined) =>
      variable !== undefined ? (process.env[variable] ?? "") : (known[name ?? ""] ?? whole),
    );
}

/** The working directory that a setting means; the workspace folder, else the file's folder, when it is empty. */
export function workingDirectory(setting: string, places: Places): string {
  const base = places.workspaceFolder ?? path.dirname(places.file);
  return setting === "" ? base : path.resolve(base, substitute(setting, places));
}
