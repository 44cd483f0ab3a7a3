import QuickLru from 'quick-lru';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src/errors.js';
import { ANONYMOUS, sha256Hex } from '../../src/runtime/index.js';
import type { Clock, Principal } from '../../src/runtime/index.js';
import type { ResolvedToken, TokenResolver } from '../ports.js';
import { bearerToken } from './bearer-token.js';
import { isFromOurselves, isOwnOrigin } from './same-origin.js';
import { readSessionCookie } from './session-cookie.js';

/** Who asks, as far as the gateway knows. */
export interface Caller {
  /** Network address. */
  readonly client: string;
  /** Names the token without being it; undefined for somebody anonymous. */
  readonly tokenHash: string | undefined;
  readonly expiresAt: Date | undefined;
  /**
   * Who that is now; at most five seconds old.
   *
   * @throws Refusal UNAUTHENTICATED when the token is gone meanwhile
   */
  principal(): Promise<Principal> | Principal;
}

export interface Authenticator {
  /**
   * By `Authorization: Bearer` or the session cookie; a dead cookie makes somebody anonymous.
   *
   * @throws Refusal UNAUTHENTICATED for a bad Bearer token, FORBIDDEN for a cookie that another site sent
   */
  request(req: Pick<IncomingMessage, 'headers'>, client: string): Promise<Caller> | Caller;
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

export interface AuthenticatorOptions {
  readonly tokens: TokenResolver;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** Counts a wrong token, so that nobody tries out many. @throws Refusal RATE_LIMITED */
  countFailure(client: string): Promise<void>;
}

/** With the second a silent stream may take to look again, a revoked token is noticed within five. */
const BELIEVED_MS = 4_000;
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

  const holder = async (token: string, client: string): Promise<Caller | undefined> => {
    const resolved = await resolve(token);
    if (!resolved) return undefined;
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

  const byToken = async (token: string, client: string): Promise<Caller> => {
    const caller = await holder(token, client);
    if (caller) return caller;
    await options.countFailure(client);
    throw new Refusal('UNAUTHENTICATED', 'This access token is not valid, or not any more.');
  };

  const byCookie = async (cookie: string, client: string): Promise<Caller> =>
    (await holder(cookie, client)) ?? anonymous(client);

  return {
    request(req, client) {
      const { authorization } = req.headers;
      if (authorization !== undefined) return byToken(bearerToken(authorization), client);
      const cookie = readSessionCookie(req, publicUrl);
      if (cookie === undefined) return anonymous(client);
      if (!isFromOurselves(req, publicUrl)) {
        throw new Refusal(
          'FORBIDDEN',
          'Another site may not act with the session of this browser.',
        );
      }
      return byCookie(cookie, client);
    },
    socket(payload, upgrade, client) {
      const { token, Authorization: authorization } = payload ?? {};
      if (token !== undefined) return byToken(asText(token), client);
      if (authorization !== undefined) return byToken(bearerToken(asText(authorization)), client);
      const cookie = readSessionCookie(upgrade, publicUrl);
      const isOurs = cookie !== undefined && isOwnOrigin(upgrade, publicUrl);
      return isOurs ? byCookie(cookie, client) : anonymous(client);
    },
  };
}

/** Anything else than text is no token. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Asks once per token and five seconds, also when many requests want to know at the same time. */
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
