import { spawn } from "node:child_process";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { WritableFormat } from "../formats";
import { complain } from "./messages";

/** Shows a page in the person's browser, without waiting for it; other files are left alone. */
export function openInBrowser({ extension }: WritableFormat, file: string): void {
  if (extension !== "html") return;
  const url = pathToFileURL(path.resolve(file)).href;
  const [command, ...args] = browserCommand(url);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.once("error", ({ message }) => complain(`Could not open a browser: ${message}. Open ${url} yourself.`));
  child.unref();
}

/** `$BROWSER` as Python's webbrowser module reads it (its first entry; `%s` is the address), else the system's own. */
function browserCommand(url: string): [string, ...string[]] {
  const [asked = ""] = (process.env.BROWSER ?? "").split(path.delimiter);
  const [command, ...args] = asked.split(" ").filter((word) => word !== "");
  if (command !== undefined) return [command, ...(asked.includes("%s") ? args.map((word) => word.replace("%s", url)) : [...args, url])];
  if (process.platform === "darwin") return ["open", url];
  return process.platform === "win32" ? ["rundll32", "url.dll,FileProtocolHandler", url] : ["xdg-open", url];
}
