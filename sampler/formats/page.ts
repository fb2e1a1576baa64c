import { base64 } from "./base64";
import { sha256 } from "./sha256";

/** What a page of its own is made of. */
export interface PageParts {
  readonly title: string;
  /** What the script draws; it finds it in the element `tachyon-data`. */
  readonly data: unknown;
  /** Text of the bundle that draws. */
  readonly script: string;
}

/**
 * One self-contained page: a script and its data. Its content security policy lets nothing run but this script, and
 * nothing be loaded.
 */
export function writePage({ title, data, script }: PageParts): string {
  const inlined = inlineScript(script);
  const hash = base64(sha256(new TextEncoder().encode(inlined)));
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    "</head>",
    "<body>",
    `<script type="application/json" id="tachyon-data">${inlineJson(data)}</script>`,
    `<script>${inlined}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** JSON in which no text can end the element it stands in: typed arrays as base64, every `<` escaped. */
function inlineJson(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => (ArrayBuffer.isView(member) ? column(member) : member));
  return text.replace(/[<\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Every platform that Python and Node run on together is little-endian, as the page expects. */
function column(array: ArrayBufferView): { type: string; base64: string } {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return { type: array.constructor.name, base64: base64(bytes) };
}

/**
 * The script as it may stand in a page. What would end or derail its element can only be in string literals there,
 * where `\x3c` means the same. Line ends are as the browser will hash them.
 */
function inlineScript(script: string): string {
  return script.replace(/\r\n?/g, "\n").replace(/<(?=\/script|!--)/gi, "\\x3c");
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => entities[sign]);
}
