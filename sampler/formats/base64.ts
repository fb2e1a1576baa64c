const chunkBytes = 0x6000;

/** Base64 of some bytes, padded. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  // A multiple of three bytes at a time, so that the pieces join without padding between them.
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + chunkBytes)));
  }
  return text;
}
