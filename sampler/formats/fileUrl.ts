const windowsPath = /^[A-Za-z]:\\/;

/** A `file:` address of an absolute path of any system; other names (`<frozen os>`) stay as they are. */
export function fileUrl(path: string): string {
  if (windowsPath.test(path)) return `file:///${path.slice(0, 2)}${encoded(path.slice(2).split("\\"))}`;
  return path.startsWith("/") ? `file://${encoded(path.split("/"))}` : path;
}

function encoded(parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join("/");
}

/** The path that an address of a file names; other addresses stay as they are. */
export function pathOfUrl(url: string): string {
  if (!url.startsWith("file:///")) return url;
  const path = decoded(url.slice("file://".length));
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1).replaceAll("/", "\\") : path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
