import * as path from "node:path";
import { cached } from "../support/cache";
import { relocate, unpackAlone } from "../support/debianPackages";
import { run } from "../support/processes";

// Not its dependency on python3, which it can do without and which the suite may have outgrown.
const austinLibraries = ["libc6", "libgcc-s1", "liblzma5", "libsframe3", "libunwind8", "libzstd1", "zlib1g"];
const pySpyVersion = "0.4.2";

/** Austin of Debian sid, with the libraries it was built against; rejects where it cannot be had. */
export async function ensureAustin(): Promise<string> {
  const root = await cached("peers/austin", async (folder, final) => {
    await unpackAlone(["austin", ...austinLibraries], "sid", folder);
    await relocate(path.join("usr", "bin", "austin"), folder, final);
  });
  return path.join(root, "usr", "bin", "austin");
}

/** py-spy from the package index, by the pip of `python`; rejects where it cannot be had. */
export async function ensurePySpy(python: string): Promise<string> {
  const root = await cached(`peers/py-spy-${pySpyVersion}`, async (folder) => {
    await run(python, ["-m", "pip", "install", "-q", "--no-deps", "--target", folder, `py-spy==${pySpyVersion}`]);
  });
  return path.join(root, "bin", "py-spy");
}
