import assert from "node:assert/strict";
import { ThreadStatus } from "../../../sampler/wire";
import { drawnProfile } from "../../support/drawnProfile";
import { bytesOf, formatOf } from "../../support/formatTools";
import { threadsProfile } from "./threadsProfile";

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly ts: number;
}

describe("formats: Chrome trace", () => {
  it("keeps the time of samples that are not whole as gaps", () => {
    const profile = drawnProfile("f f f f", {
      statuses: [0, ThreadStatus.Torn, 0, ThreadStatus.Torn],
      weights: [1000, 2000, 3000, 500],
    });
    const { traceEvents } = JSON.parse(bytesOf("chrome-trace", profile).toString()) as { traceEvents: TraceEvent[] };
    const slices = traceEvents.filter(({ ph }) => ph !== "M").map(({ ph, name, ts }) => `${ph} ${name} ${ts}`);
    assert.deepEqual(slices, ["B f 0", "E f 1", "B f 3", "E f 6"]);
  });

  it("names what it loses", () => {
    assert.deepEqual(formatOf("chrome-trace").loses!(threadsProfile), [
      "opcodes",
      "columns",
      "lines",
      "numbers of samples",
    ]);
  });
});
