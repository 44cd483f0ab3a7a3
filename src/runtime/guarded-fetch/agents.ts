import { rootCertificates } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { Dispatcher } from 'undici';
import type { PrivateOrigin } from './private-origins.js';
import { asLookup, publicOnly } from './resolve.js';
import type { Resolve } from './resolve.js';

export interface Agents {
  /** Connects to public addresses only. */
  readonly public: Dispatcher;
  /** Connects to whatever the operator listed; takes only URLs of those origins. */
  readonly private: Dispatcher;
  /** Ends every connection, also those in use. */
  destroy(): Promise<void>;
}

export interface AgentOptions {
  readonly privateOrigins: readonly PrivateOrigin[];
  readonly resolve: Resolve;
  /** Certificate authorities in PEM to trust besides the public ones. */
  readonly ca: string | undefined;
  readonly timeoutMs: number;
}

/** Own agents never look at `HTTPS_PROXY`: behind a proxy the proxy would resolve the name, unguarded (G9). */
export const createAgents = ({ privateOrigins, resolve, ca, timeoutMs }: AgentOptions): Agents => {
  const tls = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  // The caller's total deadline ends the request; these end the socket of a request given up earlier.
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const connectorOf = (guarded: Resolve): buildConnector.connector =>
    buildConnector({ ...tls, timeout: timeoutMs, lookup: asLookup(guarded) });

  const connectPrivate = connectorOf(resolve);
  const addresses = new Map(privateOrigins.map(({ origin, address }) => [origin, address]));
  const open = new Agent({ ...timeouts, connect: connectorOf(publicOnly(resolve)) });
  const listed = new Agent({
    ...timeouts,
    connect: (target, callback) => {
      const hostname = addresses.get(`${target.protocol}//${target.host ?? ''}`) ?? target.hostname;
      // `host` stays, so the certificate is still checked against the name.
      connectPrivate({ ...target, hostname }, callback);
    },
  });

  return {
    public: open,
    private: listed,
    destroy: async () => {
      await Promise.all([open.destroy(), listed.destroy()]);
    },
  };
};
