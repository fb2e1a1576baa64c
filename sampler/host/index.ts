/** What the editor needs to know of the helper process that it starts. */
export { encodeIntent, type Intent } from "./intents";
export { packageRoot, packageVersion } from "./packageRoot";
