const DATA_URL = /^data:[^;,]*(?:;[^;,=]+=[^;,]*)*(;base64)?,/i;

/** The bytes inside a `data:` URL (RFC 2397); undefined for any other text. */
export function readDataUrl(text: string): Uint8Array | undefined {
  const head = DATA_URL.exec(text);
  if (head === null) return undefined;
  const content = text.slice(head[0].length);
  if (head[1] !== undefined) return new Uint8Array(Buffer.from(content, 'base64'));
  try {
    return new TextEncoder().encode(decodeURIComponent(content));
  } catch {
    return new TextEncoder().encode(content);
  }
}
