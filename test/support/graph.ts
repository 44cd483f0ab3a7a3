import { afterAll, beforeAll } from '@jest/globals';
import { parse } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { composeSupergraph } from '../../src/app/compose.js';
import { MODELS } from '../../src/app/hub-parts.js';
import { collectionBell, wireSubgraphs, wireWorker } from '../../src/app/wire.js';
import type { HubParts } from '../../src/app/wire.js';
import { SUBGRAPH_NAMES, createSubgraphRunner } from '../../src/graphql/index.js';
import type { SubgraphName } from '../../src/graphql/index.js';
import type { FetchDocument } from '../../src/openbadges/index.js';
import {
  ANONYMOUS,
  createLog,
  createPrincipalReader,
  createPrincipalSigner,
  deriveKey,
  randomIds,
  readConfig,
} from '../../src/runtime/index.js';
import type { Mail, Principal, Visitor } from '../../src/runtime/index.js';
import { connectDatabase, ensureIndexes } from '../../src/store/index.js';
import type { Bell, Database } from '../../src/store/index.js';
import { resolveSession } from '../../subgraphs/earner/index.js';
import { createOperationCache } from '../../gateway/graph/operation-cache.js';
import { ONCE } from '../../gateway/graph/operation-limits.js';
import { loadSupergraph } from '../../gateway/graph/supergraph.js';
import { linkIn } from './mail-sink.js';
import { testDatabase } from './replica-set.js';
import { testClock } from './test-clock.js';
import type { TestClock } from './test-clock.js';

type Variables = Readonly<Record<string, unknown>>;

export interface TestGraph {
  readonly parts: HubParts;
  readonly clock: TestClock;
  readonly mails: readonly Mail[];
  readonly worker: ReturnType<typeof wireWorker>;
  /** What the issuers of the world answer; tests put their documents here. */
  readonly issuers: Map<string, FetchDocument>;
  /** Runs an operation on the federated graph, in process, without HTTP around it. */
  run(
    principal: Principal,
    query: string,
    variables?: Variables,
    visitor?: Visitor,
  ): Promise<ExecutionResult>;
  /** The data of an operation that has to succeed. */
  data<T>(principal: Principal, query: string, variables?: Variables): Promise<T>;
  /** The code of the first error of an operation that has to fail. */
  refusal(principal: Principal, query: string, variables?: Variables): Promise<unknown>;
  /** Opens a stream directly at its subgraph. */
  stream(
    principal: Principal,
    query: string,
    variables?: Variables,
  ): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>>;
  /** Signs somebody in by the mailed link, as she would. */
  signIn(email: string): Promise<Principal & { kind: 'earner' }>;
}

const SECRET = 'a secret that only this test run knows, long enough';

/** The four subgraphs and their composition on a database of their own; one for each test file. */
export function testGraph(
  settings: Readonly<Record<string, string>> = {},
  publicUrl = 'https://hub.example',
): TestGraph {
  const { uri } = testDatabase();
  const clock = testClock();
  const mails: Mail[] = [];
  const issuers = new Map<string, FetchDocument>();
  const state: { parts?: HubParts; bell?: Bell; supergraph?: Awaited<ReturnType<typeof build>> } =
    {};

  beforeAll(async () => {
    const database = await connectDatabase(withCommandEvents(uri));
    await ensureIndexes(database, MODELS);
    state.parts = partsOn(database);
    state.bell = collectionBell(state.parts);
    state.supergraph = await build(state.parts, state.bell);
  });
  afterAll(async () => {
    await state.bell?.close();
    await state.parts?.database.close();
  });

  function partsOn(database: Database): HubParts {
    return {
      config: readConfig(settings),
      secret: SECRET,
      database,
      clock,
      ids: randomIds,
      log: createLog({ level: 'error' }),
      fetch: (url, want) =>
        issuers.get(new URL(url).origin)?.(url, want) ??
        Promise.resolve({ kind: 'unreachable', because: 'not-reached' }),
      mailer: { send: (mail) => void mails.unshift(mail), drain: () => Promise.resolve() },
      publicUrl: () => publicUrl,
    };
  }

  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the test graph is built in beforeAll');
    return value;
  };

  const graph: TestGraph = {
    get parts() {
      return ready(state.parts);
    },
    get worker() {
      return wireWorker(ready(state.parts));
    },
    clock,
    mails,
    issuers,
    run: (principal, query, variables, visitor) =>
      ready(state.supergraph).run(principal, query, variables, visitor),
    stream: (principal, query, variables) =>
      ready(state.supergraph).stream(principal, query, variables),
    async data<T>(principal: Principal, query: string, variables?: Variables) {
      const { data, errors } = await graph.run(principal, query, variables);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as T;
    },
    async refusal(principal, query, variables) {
      const { errors } = await graph.run(principal, query, variables);
      return errors?.[0]?.extensions['code'];
    },
    async signIn(email) {
      const request =
        'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
      await graph.data(ANONYMOUS, request, { email });
      const { signIn } = await graph.data<{
        signIn: { accessToken: string; earner: { id: string } };
      }>(
        ANONYMOUS,
        `mutation ($token: String!, $code: String) {
          signIn(token: $token, code: $code) { accessToken earner { id } } }`,
        linkIn(mails[0]?.text),
      );
      const found = await resolveSession(signIn.accessToken, {
        ...graph.parts,
        ...graph.parts.config,
      });
      return { kind: 'earner', earner: signIn.earner.id, session: found?.session ?? '' };
    },
  };
  return graph;
}

/** Lets the driver tell of every command, for tests that count them. */
function withCommandEvents(uri: string): string {
  const url = new URL(uri);
  url.searchParams.set('monitorCommands', 'true');
  return url.href;
}

async function build(parts: HubParts, bell: Bell) {
  const key = deriveKey(parts.secret, 'principal');
  const signer = createPrincipalSigner(key, parts.clock);
  const deps = { principals: createPrincipalReader(key, parts.clock), log: parts.log };
  const wired = wireSubgraphs(parts, bell);
  const subgraphs = SUBGRAPH_NAMES.map((name) => wired[name]());
  const runners = Object.fromEntries(
    subgraphs.map((subgraph) => [subgraph.name, createSubgraphRunner(subgraph, deps)]),
  ) as Record<SubgraphName, ReturnType<typeof createSubgraphRunner>>;
  const supergraph = await loadSupergraph(
    composeSupergraph(subgraphs),
    (name) => (request, caller) => runners[name as SubgraphName](request, caller),
  );
  const operations = createOperationCache(supergraph.schema, {
    limits: parts.config.limits,
    production: false,
    once: ONCE,
  });
  return {
    async run(principal: Principal, query: string, variables: Variables = {}, visitor?: Visitor) {
      const prepared = operations.prepare(query, undefined);
      if (prepared.kind === 'refused') return { errors: prepared.errors };
      const context = { principal: await signer.mint(principal, visitor), requestId: 'test' };
      return supergraph.run(prepared.operation, variables, context);
    },
    async stream(principal: Principal, query: string, variables: Variables = {}) {
      const caller = { principal: await signer.mint(principal), requestId: 'test' };
      return runners.collection(
        { document: parse(query), variables, operationType: 'subscription' },
        caller,
      );
    },
  };
}
