import { EventKind, encodeBatch, encodeHeader } from "../wire";
import { EditorStream } from "./stream";

/**
 * Tells the editor why there will be no profile: a recording that holds nothing but the reason. Resolves when that is
 * handed over, or the editor cannot be reached.
 */
export async function sendRefusal(stream: string, reason: string): Promise<void> {
  const editor = new EditorStream(stream, { onIntent: () => undefined, onLost: () => undefined });
  editor.write(encodeHeader());
  editor.write(encodeBatch({ events: { time: [0], kind: [EventKind.Error], code: [0], text: [reason] } }));
  await editor.close();
}
