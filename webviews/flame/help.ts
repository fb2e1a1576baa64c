import { element } from "../shared/dom";
import { keyHelp } from "./keys";

/** The list of keys and gestures, as a popover: Escape or a click elsewhere closes it. */
export function createHelp(opensSource: boolean): HTMLElement {
  const rows = keyHelp(opensSource).map(([keys, does]) =>
    element("div", {}, [element("dt", { textContent: keys }), element("dd", { textContent: does })]),
  );
  const help = element("div", { className: "help", popover: "auto", id: "tachyon-help" }, [
    element("h2", { textContent: "Keyboard and mouse" }),
    element("dl", {}, rows),
  ]);
  help.setAttribute("role", "dialog");
  help.setAttribute("aria-label", "Keyboard and mouse");
  return help;
}
