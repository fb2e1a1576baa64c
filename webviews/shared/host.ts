/** Where a view lives: a VS Code webview, or a page of its own. A view talks to nothing else. */
export interface Host<To, From> {
  /** Whether a click leads to the source line (an editor is there) or zooms (nothing else to go to). */
  readonly opensSource: boolean;
  /** Sends an intent. */
  post(message: From): void;
  /** Hands each message to the listener, in order; one listener. */
  listen(listener: (message: To) => void): void;
  /** What `saveState` kept last, or undefined. Not to be trusted: an older version may have written it. */
  loadState(): unknown;
  saveState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The editor around a webview. May be called once: VS Code hands its API out once a page. */
export function connectVsCode<To, From>(): Host<To, From> {
  const api = acquireVsCodeApi();
  return {
    opensSource: true,
    post: (message) => api.postMessage(message),
    listen: (listener) => window.addEventListener("message", (event) => listener(event.data as To)),
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}
