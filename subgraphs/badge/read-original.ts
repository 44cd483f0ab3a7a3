import { isCompactJws, unbake } from '../../src/openbadges/index.js';

/** What an issuer wrote, as it can be shown. */
export interface Statement {
  /** The parsed credential; null when the bytes hold none. */
  readonly document: unknown;
  /** Of a signed badge: what its signature is in. */
  readonly jws?: string;
}

/** Reads a stored credential: JSON, or a JWS. */
export function readOriginal(original: Uint8Array): Statement {
  // A byte order mark is white space to `trim`, and none to JSON.
  const text = textOf(original).trim();
  if (!isCompactJws(text)) return { document: parsed(text) };
  const payload = text.split('.')[1] ?? '';
  return { document: parsed(Buffer.from(payload, 'base64url').toString('utf8')), jws: text };
}

/**
 * The text of a stored credential. A picture is all there is where a badge was handed in as one and its
 * issuer did not answer: then it is the text inside.
 */
export function textOf(original: Uint8Array): string {
  const unbaked = unbake(original);
  return unbaked.kind === 'found' ? unbaked.text : Buffer.from(original).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
