import QuickLru from 'quick-lru';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src/errors.js';
import { ANONYMOUS, sha256Hex } from '../../src/runtime/index.js';
import type { Clock, Principal } from '../../src/runtime/index.js';
import type { ResolvedToken, TokenResolver } from '../ports.js';
import { sentToken } from './bearer-token.js';
import type { SentToken } from './bearer-token.js';
import { PROOF_SECONDS, checkProof } from './dpop-proof.js';
import { isOwnOrigin, refuseCrossSite } from './same-origin.js';
import { readSessionCookie } from './session-cookie.js';

/** Who asks, as far as the gateway knows. */
export interface Caller {
  /** Network address. */
  readonly client: string;
  /** Names the token without being it; undefined for somebody anonymous. */
  readonly tokenHash: string | undefined;
  readonly expiresAt: Date | undefined;
  /**
   * Who that is now; a few seconds old at most.
   *
   * @throws Refusal UNAUTHENTICATED when the token is gone meanwhile
   */
  principal(): Promise<Principal> | Principal;
}

export interface Authenticator {
  /**
   * By `Authorization: Bearer` or `DPoP`, or the session cookie; a dead cookie makes somebody anonymous.
   *
   * @throws Refusal UNAUTHENTICATED for a bad token, FORBIDDEN for a cookie that another site sent
   */
  request(req: AskedWith, client: string): Promise<Caller> | Caller;
  /**
   * By the payload of `connection_init`, or by the cookie of the upgrade when our own page sent it.
   *
   * @throws Refusal UNAUTHENTICATED for a bad token
   */
  socket(
    payload: Readonly<Record<string, unknown>> | undefined,
    upgrade: IncomingMessage,
    client: string,
  ): Promise<Caller> | Caller;
}

/** A request, as far as it tells who asks. */
export type AskedWith = Pick<IncomingMessage, 'headers'> &
  Partial<Pick<IncomingMessage, 'method' | 'url'>>;

export interface AuthenticatorOptions {
  readonly tokens: TokenResolver;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** Counts a wrong token, so that nobody tries out many. @throws Refusal RATE_LIMITED */
  countFailure(client: string): Promise<void>;
}

/** With what a stream may linger (`lingering.ts`), a revoked token is dead everywhere within five seconds. */
const BELIEVED_MS = 3_500;
const TOKENS_KEPT = 10_000;
const LONGEST_TOKEN = 512;

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { publicUrl } = options;
  const resolve = cachedResolver(options);

  const anonymous = (client: string): Caller => ({
    client,
    tokenHash: undefined,
    expiresAt: undefined,
    principal: () => ANONYMOUS,
  });

  /**
   * A token that is bound to a key counts only with a fresh proof of that key, any other only without.
   *
   * @throws Refusal UNAUTHENTICATED
   */
  const checkBinding = async (
    { scheme, token }: SentToken,
    { boundTo }: ResolvedToken,
    req: AskedWith,
  ): Promise<void> => {
    if (boundTo === undefined && scheme === 'Bearer') return;
    const proof = req.headers['dpop'];
    if (boundTo === undefined || scheme !== 'DPoP' || typeof proof !== 'string') {
      throw new Refusal(
        'UNAUTHENTICATED',
        'This token needs a proof of its key, or must not have one.',
      );
    }
    const origin = publicUrl ?? `http://${req.headers.host ?? ''}`;
    const url = `${origin}${(req.url ?? '/').split('?')[0] ?? ''}`;
    const about = { accessToken: token, boundTo, method: req.method ?? '', url };
    const name = await checkProof(proof, { ...about, now: options.clock.now() });
    if ((await options.tokens.isFreshProof?.(name, PROOF_SECONDS)) !== true) {
      throw new Refusal('UNAUTHENTICATED', 'This proof was used already.');
    }
  };

  const holder = async (
    sent: SentToken,
    client: string,
    req: AskedWith,
  ): Promise<Caller | undefined> => {
    const { token } = sent;
    const resolved = await resolve(token);
    if (!resolved) return undefined;
    await checkBinding(sent, resolved, req);
    return {
      client,
      tokenHash: sha256Hex(token),
      expiresAt: resolved.expiresAt,
      principal: async () => {
        const now = await resolve(token);
        if (!now) throw new Refusal('UNAUTHENTICATED');
        return now.principal;
      },
    };
  };

  const byToken = async (sent: SentToken, client: string, req: AskedWith): Promise<Caller> => {
    const caller = await holder(sent, client, req);
    if (caller) return caller;
    await options.countFailure(client);
    throw new Refusal('UNAUTHENTICATED', 'This access token is not valid, or not any more.');
  };

  const byCookie = async (cookie: string, client: string, req: AskedWith): Promise<Caller> =>
    (await holder({ scheme: 'Bearer', token: cookie }, client, req)) ?? anonymous(client);

  return {
    request(req, client) {
      const { authorization } = req.headers;
      if (authorization !== undefined) return byToken(sentToken(authorization), client, req);
      const cookie = readSessionCookie(req, publicUrl);
      if (cookie === undefined) return anonymous(client);
      refuseCrossSite(req, publicUrl, 'act with the session of this browser');
      return byCookie(cookie, client, req);
    },
    socket(payload, upgrade, client) {
      const { token, dpop, Authorization: authorization } = payload ?? {};
      // The proof comes beside the token: a browser cannot set headers of a WebSocket.
      const { headers, method, url } = upgrade;
      const asked = { headers: { ...headers, ...proofIn(dpop) }, method, url } as AskedWith;
      const scheme = dpop === undefined ? 'Bearer' : 'DPoP';
      if (token !== undefined) return byToken({ scheme, token: asText(token) }, client, asked);
      if (authorization !== undefined) {
        return byToken(sentToken(asText(authorization)), client, asked);
      }
      const cookie = readSessionCookie(upgrade, publicUrl);
      const isOurs = cookie !== undefined && isOwnOrigin(upgrade, publicUrl);
      return isOurs ? byCookie(cookie, client, upgrade) : anonymous(client);
    },
  };
}

const proofIn = (dpop: unknown) => (typeof dpop === 'string' ? { dpop } : {});

/** Anything else than text is no token. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Asks once per token and three and a half seconds, also when many requests want to know at the same time. */
function cachedResolver({ tokens, clock }: AuthenticatorOptions) {
  const known = new QuickLru<string, { answer: Promise<ResolvedToken | null>; untilMs: number }>({
    maxSize: TOKENS_KEPT,
  });
  return async (token: string): Promise<ResolvedToken | null> => {
    if (token.length > LONGEST_TOKEN) return null;
    const nowMs = clock.now().getTime();
    let entry = known.get(token);
    if (!entry || entry.untilMs <= nowMs) {
      entry = { answer: tokens.resolve(token), untilMs: nowMs + BELIEVED_MS };
      known.set(token, entry);
      // A failure to ask is no answer.
      entry.answer.catch(() => known.delete(token));
    }
    const resolved = await entry.answer;
    return resolved && resolved.expiresAt.getTime() > nowMs ? resolved : null;
  };
}
