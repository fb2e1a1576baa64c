import { ProfileBuilder, type Profile } from "../profile";
import { StreamDecoder } from "../wire";
import type { Sink } from "./sink";

/**
 * Builds the profile in this process, for what is shown or exported when sampling ends. Unlike the other sinks it
 * throws for batches that contradict each other: they come from our own sampler.
 */
export class ProfileSink implements Sink {
  private readonly decoder = new StreamDecoder();
  private readonly builder: ProfileBuilder;

  /** Without `timeline` its memory does not grow with time (see `ProfileBuilder`). */
  constructor(options: { readonly timeline: boolean }) {
    this.builder = new ProfileBuilder(options);
  }

  get profile(): Profile {
    return this.builder.profile;
  }

  write(bytes: Uint8Array): void {
    for (const batch of this.decoder.push(bytes)) this.builder.append(batch);
  }

  async close(): Promise<void> {}
}
