import * as vscode from "vscode";

/** The scheme of a comparison; what it compares stands in the query, so that it can be opened again after a reload. */
const comparisonScheme = "tachyon-comparison";

/** The recordings that a comparison is made of. */
export interface Compared {
  readonly profile: vscode.Uri;
  readonly baseline: vscode.Uri;
}

/** Where the comparison of two recordings is opened; `name` is its tab's. */
export function comparisonUri({ profile, baseline }: Compared, name: string): vscode.Uri {
  const query = JSON.stringify([profile.toString(), baseline.toString()]);
  return vscode.Uri.from({ scheme: comparisonScheme, path: `/${name.replaceAll("/", "_")}`, query });
}

/** What `uri` compares; null when it is no comparison. */
export function comparedAt(uri: vscode.Uri): Compared | null {
  if (uri.scheme !== comparisonScheme) return null;
  const [profile, baseline] = JSON.parse(uri.query) as [string, string];
  return { profile: vscode.Uri.parse(profile), baseline: vscode.Uri.parse(baseline) };
}
