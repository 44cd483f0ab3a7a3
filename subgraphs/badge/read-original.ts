import { unbake } from '../../src/openbadges/index.js';

/** What an issuer wrote, as it can be shown. */
export interface Statement {
  /** The parsed credential; null when the bytes hold none. */
  readonly document: unknown;
  /** Of a signed badge: what its signature is in. */
  readonly jws?: string;
}

/** RFC 7515, section 7.1. */
const COMPACT_JWS = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/**
 * Reads a stored credential: JSON, a JWS, or a picture that holds one of both, told by its content. The
 * picture is all there is where a badge was handed in as one and its issuer did not answer.
 */
export function readOriginal(original: Uint8Array): Statement {
  const unbaked = unbake(original);
  const text = unbaked.kind === 'found' ? unbaked.text : new TextDecoder().decode(original);
  const jws = text.trim();
  const payload = COMPACT_JWS.exec(jws)?.[1];
  if (payload === undefined) return { document: parsed(text) };
  return { document: parsed(Buffer.from(payload, 'base64url').toString('utf8')), jws };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
