import type Provider from 'oidc-provider';
import type { Clock } from '../../src/runtime/index.js';
import type { ProviderOptions } from './create-provider.js';
import type { Exchange } from '../http/http-types.js';

export interface OAuthServerOptions extends Omit<ProviderOptions, 'issuer' | 'keys'> {
  /** The origin people see; known once the hub listens. */
  readonly publicUrl: () => string;
  readonly clock: Clock;
}

export interface OAuthServer {
  /** The library, with the keys as they are now. */
  provider(): Promise<Provider>;
  /** Lets the library answer. */
  answer(exchange: Exchange): Promise<void>;
}

/** A key that another process rotated is used here within this time. */
const KEYS_BELIEVED_MS = 5_000;

/** The hub's own OAuth server: built anew when its keys change, the same for all processes otherwise. */
export function createOAuthServer(options: OAuthServerOptions): OAuthServer {
  let built: { readonly kids: string; readonly provider: Provider } | undefined;
  let believedUntilMs = 0;

  async function provider(): Promise<Provider> {
    const nowMs = options.clock.now().getTime();
    if (built !== undefined && nowMs < believedUntilMs) return built.provider;
    const keys = await options.ports.signingKeys();
    const kids = keys.map(({ kid }) => String(kid)).join(' ');
    believedUntilMs = nowMs + KEYS_BELIEVED_MS;
    if (built?.kids !== kids) {
      const issuer = options.publicUrl();
      // Loaded at the first question: it is large, and says on the console that it would like a newer Node.
      const { createProvider } = await import('./create-provider.js');
      built = { kids, provider: createProvider({ ...options, issuer, keys }) };
    }
    return built.provider;
  }

  return {
    provider,
    async answer({ req, res }) {
      asSeenFromOutside(req, options.publicUrl());
      await (await provider()).callback()(req, res);
    },
  };
}

/** Addresses in answers are those people see, whatever the hub listens on and a caller claims. */
export function asSeenFromOutside({ headers }: Exchange['req'], publicUrl: string): void {
  const { host, protocol } = new URL(publicUrl);
  headers.host = host;
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  delete headers['forwarded'];
}
