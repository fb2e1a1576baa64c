import { element } from "./dom";

/** Gives the body the class of a light or dark theme, as the system prefers until the returned button is pressed. */
export function createThemeToggle(body: HTMLElement): HTMLElement {
  const prefersLight = matchMedia("(prefers-color-scheme: light)");
  const toggle = element("button", { type: "button" });
  let chosen: boolean | null = null;
  const isLight = (): boolean => chosen ?? prefersLight.matches;
  const apply = (): void => {
    body.classList.toggle("vscode-light", isLight());
    body.classList.toggle("vscode-dark", !isLight());
    toggle.textContent = isLight() ? "Dark" : "Light";
    toggle.title = `Use ${isLight() ? "dark" : "light"} colours`;
  };
  toggle.addEventListener("click", () => {
    chosen = !isLight();
    apply();
  });
  prefersLight.addEventListener("change", apply);
  apply();
  return toggle;
}
