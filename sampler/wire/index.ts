export { decodeBatch, maxPayloadBytes } from "./decode";
export { encodeBatch, encodeHeader } from "./encode";
export { StreamDecoder } from "./streamDecoder";
export { WireError } from "./wireError";
export type { WireErrorCode } from "./wireError";
export { WireReader, WireWriter } from "./varint";
export { EventKind, FunctionKind, ThreadStatus, fileMagic, tableSchemas, wireVersion } from "./schema";
export type * from "./schema";
