import { createHash } from 'node:crypto';

import type { Credential } from './credential.js';

/**
 * The same badge has the same key on every hub, whichever way it came: issuer id and credential
 * id, trimmed and percent-decoded (federation, section 2.7).
 */
export function credentialKey(credential: Pick<Credential, 'id' | 'issuer'>): string {
  return JSON.stringify([plainIri(credential.issuer.id), plainIri(credential.id)]);
}

/** `sha-256:` and the base64url digest of the exact bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha-256:${createHash('sha256').update(bytes).digest('base64url')}`;
}

function plainIri(iri: string): string {
  try {
    return decodeURIComponent(iri.trim());
  } catch {
    return iri.trim();
  }
}
