import { Refusal } from '../../src/errors.js';
import { createLog, readConfig, systemClock } from '../../src/runtime/index.js';
import type { Clock, Principal } from '../../src/runtime/index.js';
import type { Route } from '../../gateway/http/http-types.js';
import type { Limit, Limits, ResolvedToken } from '../../gateway/ports.js';
import { startGateway } from '../../gateway/start-gateway.js';
import type { Gateway, GatewayOptions } from '../../gateway/start-gateway.js';
import { createToyWorld, toySubgraphs, toySupergraphSdl, toyTransport } from './toy-hub.js';
import type { ToyWorld } from './toy-hub.js';

export interface ToyGatewayOptions {
  readonly config?: Partial<GatewayOptions>;
  readonly limits?: Partial<GatewayOptions['limits']>;
  readonly ports?: Partial<Limits>;
  readonly routes?: readonly Route[];
  readonly clock?: Clock;
}

export interface ToyGateway extends Gateway {
  readonly world: ToyWorld;
  /** Tokens that are good, by their text. */
  readonly tokens: Map<string, ResolvedToken>;
  /** Keys that each limit was asked about. */
  readonly taken: Record<keyof Limits, string[]>;
  /** Lines of the log. */
  readonly logged: string[];
  /** Posts an operation. */
  ask(
    query: string,
    init?: { readonly variables?: unknown; readonly headers?: Record<string, string> },
  ): Promise<{ readonly status: number; readonly body: Answer; readonly headers: Headers }>;
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Record<string, unknown>;
  }[];
}

export const ADA: Principal = { kind: 'earner', earner: 'ear_1', session: 'ses_1' };

/** A whole gateway on a free port of loopback over two toy subgraphs. */
export async function startToyGateway(options: ToyGatewayOptions = {}): Promise<ToyGateway> {
  const world = createToyWorld();
  const tokens = new Map<string, ResolvedToken>();
  const logged: string[] = [];
  const taken: Record<keyof Limits, string[]> = {
    requests: [],
    requestsWithToken: [],
    pushes: [],
    signIns: [],
    verifications: [],
    lookups: [],
  };
  const counting = (name: keyof Limits): Limit => ({
    take: (key) => {
      taken[name].push(key);
      return Promise.resolve();
    },
  });
  const defaults = readConfig({});
  const gateway = await startGateway({
    supergraphSdl: toySupergraphSdl(),
    transport: toyTransport(
      world,
      toySubgraphs(world, () => {
        throw new Refusal('NOT_FOUND');
      }),
    ),
    ports: {
      tokens: { resolve: (token) => Promise.resolve(tokens.get(token) ?? null) },
      limits: {
        requests: counting('requests'),
        requestsWithToken: counting('requestsWithToken'),
        pushes: counting('pushes'),
        signIns: counting('signIns'),
        verifications: counting('verifications'),
        lookups: counting('lookups'),
        ...options.ports,
      },
      ready: () => Promise.resolve([]),
    },
    routes: () => options.routes ?? [],
    config: {
      ...defaults,
      port: 0,
      ...options.config,
      limits: { ...defaults.limits, ...options.limits },
    },
    log: createLog({ level: 'debug', to: { write: (line) => logged.push(line) } }),
    clock: options.clock ?? systemClock,
    signer: {
      mint: (principal) =>
        Promise.resolve(principal.kind === 'earner' ? principal.earner : principal.kind),
    },
  });
  return {
    ...gateway,
    world,
    tokens,
    taken,
    logged,
    async ask(query, { variables, headers } = {}) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer,
      };
    },
  };
}
