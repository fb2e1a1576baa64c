import { element } from "../shared/dom";
import { keyHelp } from "./keys";

/** The list of keys and gestures, as a popover under its button: Escape or a click elsewhere closes it. */
export function createHelp(opensSource: boolean, button: HTMLButtonElement): HTMLElement {
  const rows = keyHelp(opensSource).map(([keys, does]) =>
    element("div", {}, [element("dt", { textContent: keys }), element("dd", { textContent: does })]),
  );
  const help = element("div", { className: "help", popover: "auto" }, [
    element("h2", { textContent: "Keyboard and mouse" }),
    element("dl", {}, rows),
  ]);
  button.popoverTargetElement = help;
  help.addEventListener("beforetoggle", () => {
    help.style.top = `${button.getBoundingClientRect().bottom + 8}px`;
  });
  help.setAttribute("role", "dialog");
  help.setAttribute("aria-label", "Keyboard and mouse");
  return help;
}
