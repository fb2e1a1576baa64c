import { element } from "./dom";

/**
 * Gives the body the classes of a light or dark theme, as the system prefers until the returned button is pressed; of high
 * contrast where the system asks for that.
 */
export function createThemeToggle(body: HTMLElement): HTMLElement {
  const prefersLight = matchMedia("(prefers-color-scheme: light)");
  const wantsContrast = matchMedia("(prefers-contrast: more), (forced-colors: active)");
  const toggle = element("button", { type: "button" });
  let chosen: boolean | null = null;
  const isLight = (): boolean => chosen ?? prefersLight.matches;
  const apply = (): void => {
    body.classList.toggle("vscode-light", isLight());
    body.classList.toggle("vscode-dark", !isLight());
    body.classList.toggle("vscode-high-contrast", wantsContrast.matches);
    body.classList.toggle("vscode-high-contrast-light", wantsContrast.matches && isLight());
    toggle.textContent = isLight() ? "Dark" : "Light";
    toggle.title = `Use ${isLight() ? "dark" : "light"} colours`;
  };
  toggle.addEventListener("click", () => {
    chosen = !isLight();
    apply();
  });
  prefersLight.addEventListener("change", apply);
  wantsContrast.addEventListener("change", apply);
  apply();
  return toggle;
}
