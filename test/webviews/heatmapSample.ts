import { computeFlameSummary, computeHeatmap, computeProfileFacts } from "../../sampler/profile";
import type { Profile } from "../../sampler/profile";
import type { ToHeatmapView } from "../../webviews/protocol";
import { drawnProfile } from "../support/drawnProfile";

/** Markup in a source line and in the name of a function. */
export const HOSTILE = `</script><img src=x onerror=alert(1)>`;

const SOURCES: Readonly<Record<string, readonly string[]>> = {
  "/home/ada/shop/shop.py": [
    "import json",
    "",
    "def main():",
    "    for order in load():",
    "        price(order)",
    "",
    "def load():",
    `    note = "${HOSTILE}"`,
    "    return json.loads(text)",
    "",
    "def price(order):",
    "    return sum(λ * order for λ in range(9))",
  ],
  "/home/ada/shop/orders/basket.py": ["def total(basket):", "    return basket.sum"],
  "/usr/lib/python3.14/json/__init__.py": ["def loads(s):", "    return decode(s)"],
  "/usr/lib/python3.14/json/decoder.py": ["def decode(s):", "    return scan(s)"],
  "/home/ada/shop/.venv/lib/python3.14/site-packages/jinja2/environment.py": ["def render():", "    pass"],
};
const ROOTS = ["/home/ada/shop"];

const SHOP = "/home/ada/shop/shop.py";
const JSON_FOLDER = "/usr/lib/python3.14/json";
const JINJA = "/home/ada/shop/.venv/lib/python3.14/site-packages/jinja2/environment.py";

/** Samples of a shop: columns as in `drawnProfile`. */
export function shopProfile(): Profile {
  return drawnProfile(
    `
      main@${SHOP}:4/CALL<CALL main@${SHOP}:5/CALL_PY_EXACT_ARGS<CALL main@${SHOP}:5/CALL_PY_EXACT_ARGS<CALL main@${SHOP}:4/CALL<CALL main@${SHOP}:5
      load@${SHOP}:9 price@${SHOP}:12/BINARY_OP_MULTIPLY_INT<BINARY_OP price@${SHOP}:12/BINARY_OP<BINARY_OP load@${SHOP}:8 total@/home/ada/shop/orders/basket.py:2
      loads@${JSON_FOLDER}/__init__.py:2 _ _ _ render@${JINJA}:2
      decode@${JSON_FOLDER}/decoder.py:2 _ _ _ _
    `,
    {
      counts: [20, 50, 10, 1, 9],
      weights: [20e6, 50e6, 10e6, 1e6, 9e6],
      properties: { script: SHOP, python: "3.14.2", pid: "4711", rate: "1000", cwd: ROOTS[0] },
    },
  );
}

/** Text of a line of the shop's files. */
function shopSource(file: string, line: number): string | null {
  return SOURCES[file]?.[line - 1] ?? null;
}

/** What a page of the shop is written with. */
export const shopOptions = { sourceLine: shopSource, projectRoots: ROOTS };

/** The message that shows the shop in a webview. */
export function shopMessage(profile = shopProfile()): Extract<ToHeatmapView, { kind: "heatmap" }> {
  const facts = computeProfileFacts(profile, { title: "", live: false });
  return { kind: "heatmap", heatmap: computeHeatmap(profile, shopOptions), facts, summary: computeFlameSummary(profile, -1, ROOTS) };
}
