import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { findOnPath, run } from "./processes";

/** Whether windows can be shown here. */
function hasDisplay(): boolean {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) || isWindowsSubsystem();
}

/**
 * The user's own VS Code, if it can be started with folders of its own: it needs a display, refuses to run as root, and
 * under the Windows Subsystem for Linux it is a Windows program that does not take them.
 */
export function findDesktopCode(): string | undefined {
  if (!hasDisplay() || process.getuid?.() === 0 || isWindowsSubsystem()) return undefined;
  return findOnPath("code");
}

/** Opens a window of `code` with `vsix` as its only extension; resolves when the window is closed. */
export async function openDesktopCode(code: string, folder: string, vsix: string, open: readonly string[]): Promise<void> {
  const own = ["--user-data-dir", `${folder}/data`, "--extensions-dir", `${folder}/extensions`];
  await run(code, [...own, "--install-extension", vsix, "--force"]);
  await run(code, [...own, "--disable-workspace-trust", "--new-window", "--wait", ...open]);
}

/** Opens an address in the default browser; false when there is none to ask. */
export async function openInBrowser(address: string): Promise<boolean> {
  const opener = ["wslview", "xdg-open"].map((name) => findOnPath(name)).find((file) => file !== undefined);
  if (opener === undefined || !hasDisplay()) return false;
  const child: ChildProcess = spawn(opener, [address], { stdio: "ignore", detached: true });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

function isWindowsSubsystem(): boolean {
  return /microsoft/i.test(readFileSync("/proc/version", "utf8"));
}
