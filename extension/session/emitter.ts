/** Something to be released; calling it again does nothing. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes; the same shape as VS Code's own events, without needing VS Code. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** The sending side of an `Event`. Listeners run in the order of subscription. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T): unknown => listener(value);
    this.listeners.add(own);
    return { dispose: () => void this.listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
