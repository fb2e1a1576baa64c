import { Emitter, type Disposable } from "./emitter";
import { ProfileFigures } from "./profileFigures";
import type { Session } from "./session";
import type { ShownProfile } from "./shownProfile";

/** Which profile every view shows, and which run is in progress. */
export class SessionStore {
  private shown: ShownProfile | null = null;
  private computed: ProfileFigures | null = null;
  private running: Session | null = null;
  private readonly currentChanged = new Emitter<void>();
  private readonly liveChanged = new Emitter<void>();
  private readonly updated = new Emitter<void>();
  private following: Disposable | undefined;

  /** Another profile is shown, or none. */
  readonly onDidChangeCurrent = this.currentChanged.event;
  /** A run began, changed its state, or ended. */
  readonly onDidChangeLive = this.liveChanged.event;
  /** The shown profile grew or changed its state. */
  readonly onDidUpdate = this.updated.event;

  get current(): ShownProfile | null {
    return this.shown;
  }

  /** What is computed from the shown profile; the same for all who show it. */
  get figures(): ProfileFigures | null {
    return this.computed;
  }

  /** The run in progress; null when there is none. */
  get live(): Session | null {
    return this.running;
  }

  /** Follows `session` and shows its profile until it is over, and beyond; when it fails, what was shown before. */
  begin(session: Session): void {
    const before = this.shown;
    this.running = session;
    session.onDidChange((state) => {
      if (!session.live && this.running === session) this.running = null;
      if (state === "failed" && this.shown === session) this.show(before);
      this.liveChanged.fire();
    });
    this.show(session);
    this.liveChanged.fire();
  }

  show(profile: ShownProfile | null): void {
    if (this.shown === profile) return;
    this.following?.dispose();
    this.shown = profile;
    this.computed = profile === null ? null : new ProfileFigures(profile);
    this.following = profile?.onDidUpdate(() => this.updated.fire());
    this.currentChanged.fire();
  }

  /** The profile of this recording if it is at hand. */
  find(file: string): ShownProfile | null {
    return [this.running, this.shown].find((candidate) => candidate?.file === file) ?? null;
  }

  dispose(): void {
    this.following?.dispose();
    this.currentChanged.dispose();
    this.liveChanged.dispose();
    this.updated.dispose();
  }
}
