import type { DebugProtocol } from "@vscode/debugprotocol";
import { Emitter } from "../session/emitter";
import { toProblem } from "../session/problem";

/** What a request is answered with: the response's body, now or later. Throwing answers with the error. */
export type RequestHandler = (args: never) => unknown;

/** The server's side of the Debug Adapter Protocol: numbers messages, answers each request once. */
export class ProtocolServer {
  private sequence = 0;
  private unanswered = 0;
  private readonly afterwards: (() => void)[] = [];
  private readonly sent = new Emitter<DebugProtocol.ProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;

  constructor(private readonly handlers: Readonly<Record<string, RequestHandler>>) {}

  handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === "request") void this.answer(message as DebugProtocol.Request);
  }

  sendEvent(event: string, body: object = {}): void {
    this.send({ type: "event", event, body });
  }

  /** For events that the editor takes only once it has the answer to the request at hand, if there is one. */
  sendEventAfterAnswer(event: string, body: object = {}): void {
    if (this.unanswered === 0) this.sendEvent(event, body);
    else this.afterwards.push(() => this.sendEvent(event, body));
  }

  dispose(): void {
    this.sent.dispose();
  }

  private async answer({ seq, command, arguments: args }: DebugProtocol.Request): Promise<void> {
    this.unanswered++;
    const about = { type: "response", request_seq: seq, command };
    try {
      const handler = this.handlers[command];
      if (handler === undefined) throw new Error(`A profile has no answer to ${command}.`);
      const body = await handler((args ?? {}) as never);
      this.send({ ...about, success: true, body });
    } catch (error) {
      const { message } = toProblem(error, "");
      this.send({ ...about, success: false, message, body: { error: { id: 1, format: escapeBraces(message), showUser: true } } });
    }
    this.unanswered--;
    this.afterwards.splice(0).forEach((send) => send());
  }

  private send(message: object): void {
    this.sent.fire({ seq: ++this.sequence, ...message } as DebugProtocol.ProtocolMessage);
  }
}

/** Braces would be taken for names of variables. */
function escapeBraces(text: string): string {
  return text.replace(/[{}]/g, (brace) => (brace === "{" ? "(" : ")"));
}
