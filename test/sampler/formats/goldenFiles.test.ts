import assert from "node:assert/strict";
import { formats, type WritableFormat } from "../../../sampler/formats";
import { loadZstd } from "../../../sampler/host/zstd";
import type { Profile } from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";
import { readBytes, writeContext } from "../../support/formatTools";
import { assertGolden } from "../../support/golden";
import { threadsProfile } from "./threadsProfile";

const writers = formats.filter((format): format is WritableFormat => format.write !== undefined);
const baseline = drawnProfile("main@/srv/app.py:3 main@/srv/app.py:3\nsolve@/srv/ä#b.py:7 old@/srv/app.py:90", { counts: [10, 4] });

/** Made-up stacks of a table, no nanoseconds in a binary profile, a title that is read as a fact: what is made of these stays. */
const settlesLater = new Set(["pstats", "binary", "gecko"]);

/** As one file; what would be packed is not: packing is not the format's. */
function write(format: WritableFormat, profile: Profile, zstd?: Awaited<ReturnType<typeof loadZstd>>): Buffer {
  const pieces = [...format.write(profile, { ...writeContext, baseline, gzip: undefined, zstd })];
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
}

/** Text as it is, bytes as lines of hexadecimal numbers. */
function shown(bytes: Buffer): { text: string; suffix: string } {
  const text = bytes.toString();
  const isText = Buffer.from(text).equals(bytes) && !text.includes("\0");
  return isText ? { text, suffix: "" } : { text: `${bytes.toString("hex").replace(/.{64}/g, "$&\n")}\n`, suffix: ".hex" };
}

function nameOf({ id, extension }: WritableFormat, suffix: string): string {
  const kind = extension.split(".").includes(id) ? "" : `.${id}`;
  return `threads${kind}.${extension}${suffix}`;
}

describe("formats: golden files", () => {
  for (const format of writers) {
    it(`${format.id} is written as before`, () => {
      const { text, suffix } = shown(write(format, threadsProfile));
      assertGolden(nameOf(format, suffix), text);
    });
  }

  it("binary is written as before when it is packed", async () => {
    const binary = writers.find(({ id }) => id === "binary")!;
    assertGolden("threads.binary.zstd.bin.hex", shown(write(binary, threadsProfile, await loadZstd())).text);
  });

  for (const format of writers.filter(({ read }) => read !== undefined)) {
    it(`${format.id} is the same again after it was read`, async () => {
      const bytes = write(format, threadsProfile);
      const again = write(format, (await readBytes(format.id, bytes)).profile);
      if (!settlesLater.has(format.id)) assert.deepEqual(again, bytes);
      assert.deepEqual(write(format, (await readBytes(format.id, again)).profile), again);
    });
  }
});
