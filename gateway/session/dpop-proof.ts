import { EmbeddedJWK, calculateJwkThumbprint, jwtVerify } from 'jose';
import { createHash } from 'node:crypto';
import { Refusal } from '../../src/errors.js';
import { parseUrl } from '../../src/parse-url.js';

/** What a proof has to be about. */
export interface ProofOf {
  readonly accessToken: string;
  /** Thumbprint of the key the token is bound to. */
  readonly boundTo: string;
  readonly method: string;
  /** Without query. */
  readonly url: string;
  readonly now: Date;
}

/** Clocks differ, and requests take time. */
const AGE_SECONDS = 60;
const ALGORITHMS = ['ES256', 'ES384', 'Ed25519', 'EdDSA', 'RS256', 'PS256'];

/**
 * Checks that whoever sends a token has the key it is bound to (RFC 9449, 4.3), for this request and now.
 * Answers with a name of the proof, which counts only once.
 *
 * @throws Refusal UNAUTHENTICATED
 */
export async function checkProof(proof: string, of: ProofOf): Promise<string> {
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ALGORITHMS,
    requiredClaims: ['jti', 'htm', 'htu', 'iat', 'ath'],
    currentDate: of.now,
    clockTolerance: AGE_SECONDS,
    maxTokenAge: AGE_SECONDS,
  }).catch(() => {
    throw refused();
  });
  const { jwk } = protectedHeader;
  const ath = createHash('sha256').update(of.accessToken).digest('base64url');
  const isIt =
    jwk !== undefined &&
    (await calculateJwkThumbprint(jwk)) === of.boundTo &&
    payload['htm'] === of.method &&
    payload['ath'] === ath &&
    sameUrl(payload['htu'], of.url);
  if (!isIt) throw refused();
  return `${of.boundTo} ${String(payload.jti)}`;
}

/** How long a proof has to be remembered. */
export const PROOF_SECONDS = 3 * AGE_SECONDS;

function sameUrl(given: unknown, wanted: string): boolean {
  const url = typeof given === 'string' ? parseUrl(given) : undefined;
  return url !== undefined && url.origin + url.pathname === wanted;
}

const refused = (): Refusal =>
  new Refusal('UNAUTHENTICATED', 'The proof does not fit this token and this request.');
