import { createHash } from 'node:crypto';

import type { Envelope, Verifier } from './envelope.js';
import { CLOCK_WINDOW_SECONDS, openEnvelope, readEnvelope, secondsOf } from './envelope.js';
import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';
import type { SigningKey } from './signing-key.js';
import { signStatement } from './signing-key.js';

/** The claims of a request token (BFP/1, 2.4). Times in seconds. */
export interface RequestClaims {
  readonly iss: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly htm: 'GET' | 'POST';
  /** Origin and path; this protocol knows no query strings. */
  readonly htu: string;
  /** Of the body; absent when there is none. */
  readonly bdh?: string;
}

/** The one request that a token is good for. */
export interface HubRequest {
  readonly method: 'GET' | 'POST';
  /** As the hub that is asked is configured, never out of `Host` or `X-Forwarded-*`. */
  readonly url: string;
  readonly body?: Uint8Array | string;
}

const LIFE_SECONDS = 60;

/** A `jti` has to be remembered for so long: from a token dated ahead to the end of its life. */
export const REQUEST_JTI_SECONDS = LIFE_SECONDS + CLOCK_WINDOW_SECONDS.future;

/** Goes into `Authorization: Bearer`. */
export function signRequest(
  request: HubRequest & {
    readonly from: string;
    readonly to: string;
    readonly jti: string;
    readonly now: Date;
  },
  key: SigningKey,
): Promise<string> {
  const iat = secondsOf(request.now);
  const bdh = bodyHash(request.body);
  const claims: RequestClaims = {
    iss: request.from,
    aud: request.to,
    iat,
    exp: iat + LIFE_SECONDS,
    jti: request.jti,
    htm: request.method,
    htu: request.url,
    ...(bdh === undefined ? {} : { bdh }),
  };
  return signStatement(claims, key, 'bf-req+jwt');
}

/** Says whose keys to look for; proves nothing. @throws MessageRefused */
export function readRequestEnvelope(token: string, { self }: { readonly self: string }): Envelope {
  return readEnvelope(token, { self, typ: 'bf-req+jwt' });
}

/**
 * Is this the token of the hub that the envelope names, for this request, now? That it was not used
 * before is asked of hello only; the caller keeps its `jti`.
 *
 * @throws MessageRefused
 */
export async function verifyRequest(
  envelope: Envelope | string,
  request: HubRequest & Verifier,
): Promise<RequestClaims> {
  const { self } = request;
  const read = typeof envelope === 'string' ? readRequestEnvelope(envelope, { self }) : envelope;
  if (read.typ !== 'bf-req+jwt') throw new MessageRefused('bad-type');
  const opened: object = await openEnvelope(read, request);
  if (!hasShape('request-claims', opened)) throw new MessageRefused('bad-claims');
  const claims = opened as RequestClaims;
  if (claims.exp > claims.iat + LIFE_SECONDS) throw new MessageRefused('bad-claims');
  const now = secondsOf(request.now);
  if (claims.iat > now + CLOCK_WINDOW_SECONDS.future || claims.exp <= now) {
    throw new MessageRefused('clock');
  }
  const isThis =
    claims.htm === request.method &&
    claims.htu === request.url &&
    claims.bdh === bodyHash(request.body);
  if (!isThis) throw new MessageRefused('other-request');
  return claims;
}

function bodyHash(body: Uint8Array | string = ''): string | undefined {
  return body.length === 0 ? undefined : createHash('sha256').update(body).digest('base64url');
}
