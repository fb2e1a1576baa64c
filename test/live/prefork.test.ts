import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import type { Context } from "mocha";
import * as os from "node:os";
import * as path from "node:path";
import { computeFunctionTotals, computeStackWeights, selectProcess, type Profile } from "../../sampler/profile";
import { cached } from "../support/cache";
import { interpreterOrSkip } from "../support/interpreters";
import { run, waitFor } from "../support/processes";
import { readRecording, startTachyon } from "./tachyon";

const TARGETS = path.join(__dirname, "targets");
const WORKERS = 2;

describe("gunicorn", function () {
  this.timeout(120_000);
  let python: string;
  let packages: string;
  let folder: string;

  before(async function () {
    python = interpreterOrSkip(this, "3.11");
    packages = await gunicornOrSkip(this, python);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-prefork-"));
  });

  after(() => folder && fs.rmSync(folder, { recursive: true }));

  it("has its workers' requests in lanes of their own", async () => {
    const socket = path.join(folder, "server");
    const file = path.join(folder, "gunicorn.tachyon");
    const server = ["-m", "gunicorn", "-w", `${WORKERS}`, "-b", `unix:${socket}`, "prefork_app:app"];
    const command = startTachyon(["run", "--subprocesses", "--python", python, "-o", file, ...server], {
      env: { PYTHONPATH: `${packages}:${TARGETS}` },
    });
    const workers = new Set<number>();
    try {
      await waitFor("an answer of each worker", async () => {
        const answers = await Promise.all(Array.from({ length: 2 * WORKERS }, () => ask(socket)));
        for (const answer of answers) if (answer !== null) workers.add(answer);
        return workers.size === WORKERS;
      });
    } finally {
      command.process.kill("SIGTERM");
    }
    assert.equal((await command.ended).code, 0);
    const profile = readRecording(file);
    for (const pid of workers) assert.ok(functionsOf(profile, pid).includes("handle_request"), `${pid}`);
    const root = Number(profile.properties.get("pid"));
    assert.ok(functionsOf(profile, root).includes("Arbiter.run"));
    assert.ok(!functionsOf(profile, root).includes("handle_request"));
  });
});

/** The worker that answered; null while the server is not there. */
function ask(socketPath: string): Promise<number | null> {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: "/" }, (response) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data));
      response.on("end", () => resolve(Number(text)));
    });
    request.on("error", () => resolve(null));
  });
}

function functionsOf(profile: Profile, pid: number): string[] {
  const own = selectProcess(profile, pid);
  const totals = computeFunctionTotals(own, computeStackWeights(own), "total");
  return totals.map((row) => own.strings[own.functions.name[row.function]]);
}

/** The folder with gunicorn, from the cache or from pip. */
async function gunicornOrSkip(context: Context, python: string): Promise<string> {
  try {
    return await cached("gunicorn-3.11", async (target) => {
      await run(python, ["-m", "pip", "install", "--quiet", "--target", target, "gunicorn"]);
    });
  } catch (error) {
    if (process.env.CI) throw error;
    console.log(`      skipped: gunicorn cannot be had: ${(error as Error).message.split("\n").at(-1)}`);
    return context.skip();
  }
}
