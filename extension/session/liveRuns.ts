import type { Memory } from "./recordings";
import type { SessionPlan } from "./session";

/** A run whose helper may outlive the editor's window, with what it takes to find it again. */
export interface LiveRun extends SessionPlan {
  /** Of the stream that the helper connects to. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

const key = "liveRuns";

/** The runs that are under way, remembered over a reload of the window. */
export class LiveRuns {
  constructor(private readonly memory: Memory) {}

  list(): readonly LiveRun[] {
    return this.memory.get<readonly LiveRun[]>(key, []);
  }

  async add(run: LiveRun): Promise<void> {
    await this.memory.update(key, [...this.list().filter(({ address }) => address !== run.address), run]);
  }

  async remove(address: string): Promise<void> {
    await this.memory.update(
      key,
      this.list().filter((run) => run.address !== address),
    );
  }
}
