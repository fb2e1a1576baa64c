import type { SamplerErrorCode } from "../host/addon";

const NEXT_STEPS: Partial<Record<SamplerErrorCode, string>> = {
  NOT_FOUND: "Check the process id with 'ps' or 'pgrep python'.",
  NOT_PYTHON: "Give the process id of a running CPython program.",
  GONE: "Start it with 'tachyon run' to sample it from its beginning.",
  PERMISSION:
    "Run as the same user, or with more rights (sudo -E tachyon attach …). Where kernel.yama.ptrace_scope is 1 or more, " +
    "only 'tachyon run' and root may look into a process; a container needs --cap-add=SYS_PTRACE.",
};

/** Why a process cannot be sampled, in one message with the next step. */
export function explainSamplerError(code: SamplerErrorCode | null, message: string, supported: readonly string[]): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const step = code === "UNSUPPORTED_VERSION" ? supportedStep(supported) : code && NEXT_STEPS[code];
  return step ? `${sentence} ${step}` : sentence;
}

/** Which versions could be sampled instead. */
export function supportedStep(supported: readonly string[]): string {
  return `Supported are CPython ${supported.join(", ")}.`;
}
