// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- it asks through the guarded fetcher
import { createRemoteJWKSet, customFetch as joseFetch } from 'jose';
import * as client from 'openid-client';
import type { Clock, OpenIdProvider, WebFetch } from '../../../src/runtime/index.js';

/** The hub as a client of one provider. */
export interface ProviderClient {
  readonly provider: OpenIdProvider;
  /** What the provider says of itself, at most an hour old. @throws Error when it does not answer */
  configuration(): Promise<client.Configuration>;
  /**
   * Keys that check what it signed. One it has just begun to use is fetched: at once for what came straight
   * from it (`answer`), twice a minute at most for what anybody may send (`message`).
   */
  keys(of: 'answer' | 'message'): Promise<KeySet>;
}

const BELIEVED_MS = 3_600_000;
const SKEW_SECONDS = 60;
const TIMEOUT_SECONDS = 10;

type KeySet = ReturnType<typeof createRemoteJWKSet>;

const COOLDOWN_MS = { answer: 0, message: 30_000 } as const;

export function createProviderClient(
  provider: OpenIdProvider,
  { fetch, clock }: { readonly fetch: WebFetch; readonly clock: Clock },
): ProviderClient {
  const customFetch = fetch as client.CustomFetch;
  let known:
    { readonly found: Promise<client.Configuration>; readonly untilMs: number } | undefined;
  const keySets = new Map<string, KeySet>();

  const discover = (): Promise<client.Configuration> => {
    const { issuer, clientId, clientSecret, algorithm } = provider;
    const metadata = {
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      id_token_signed_response_alg: algorithm,
      [client.clockTolerance]: SKEW_SECONDS,
    };
    // Only for a provider that the operator configured without TLS, on a network of her own.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it stands out
    const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
    return client.discovery(
      new URL(issuer),
      clientId,
      metadata,
      clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
      {
        [client.customFetch]: customFetch,
        timeout: TIMEOUT_SECONDS,
        execute: insecure,
      },
    );
  };

  const self: ProviderClient = {
    provider,
    configuration() {
      const nowMs = clock.now().getTime();
      if (known !== undefined && nowMs < known.untilMs) return known.found;
      const found = discover();
      known = { found, untilMs: nowMs + BELIEVED_MS };
      // One that did not answer is asked again next time.
      found.catch(() => {
        known = undefined;
      });
      return found;
    },
    async keys(of) {
      const { jwks_uri: uri } = (await self.configuration()).serverMetadata();
      if (uri === undefined) throw new Error('the provider publishes no keys');
      const made =
        keySets.get(of) ??
        createRemoteJWKSet(new URL(uri), {
          [joseFetch]: fetch,
          cooldownDuration: COOLDOWN_MS[of],
        });
      keySets.set(of, made);
      return made;
    },
  };
  return self;
}
