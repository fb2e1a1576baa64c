import type { Context } from "mocha";
import { execFileSync } from "node:child_process";
import { cached, stampOf } from "./cache";

/**
 * A folder with a package from the package index, for PYTHONPATH; fetched once. Without it the test fails where `CI` is
 * set and is skipped with its reason elsewhere.
 */
export async function pythonPackageOrSkip(context: Context, python: string, name: string): Promise<string> {
  try {
    return await cached(`packages/${name}-${stampOf(python)}`, async (folder) => {
      execFileSync(python, ["-m", "pip", "install", "--quiet", "--target", folder, name], { stdio: "pipe" });
    });
  } catch (error) {
    const reason = `${name} cannot be had: ${(error as Error).message.split("\n")[0]}`;
    if (process.env.CI) throw new Error(reason, { cause: error });
    console.log(`      skipped: ${reason}`);
    return context.skip();
  }
}
