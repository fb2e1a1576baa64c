/** What the editor needs to know of the helper process that it starts. */
export { encodeIntent, type Intent } from "./intents";
export { packageRoot, packageVersion } from "./packageRoot";
export { processEnvironment } from "./processFacts";
export { parsePythonCommand, type PythonCommand } from "./pythonCommand";
export type { ProcessState, PythonProcess } from "./processList";
export type { RefusalKind } from "./refusalKind";
export type { Refusal } from "./refusals";
export { CAPABLE_NODE, fillCommand, joinWords, type Caller, type Remedy } from "./remedies";
