import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/runtime/index.js';
import { startStandaloneGateway } from '../../gateway/standalone.js';
import { startWebServer } from '../support/local-server.js';

type Resolvers = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

export interface FederatedSubgraph {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  /** Composed, but nobody listens at its address. */
  readonly down?: true;
}

export interface Question {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
}

export interface Federation {
  ask(question: Question): Promise<{ readonly data?: unknown; readonly errors?: unknown[] }>;
  close(): Promise<void>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [
  "@key" "@requires" "@provides" "@external" "@override" "@shareable" "@inaccessible" "@interfaceObject"
])`;
/** Nobody listens there: it is reserved and below what a process may take. */
const NOWHERE = 1;

/** Subgraphs served over HTTP on loopback, composed, behind a gateway without a hub. */
export async function startFederation(
  subgraphs: Readonly<Record<string, FederatedSubgraph>>,
): Promise<Federation> {
  const served = await Promise.all(
    Object.entries(subgraphs).map(async ([name, { sdl, resolvers = {}, down }]) => {
      const typeDefs = parse(`${LINK}\n${sdl}`);
      const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
      const handler = createHandler({ schema });
      const server = await startWebServer((req, res) => void handler(req, res));
      const port = down ? NOWHERE : server.port;
      return { name, typeDefs, url: `http://127.0.0.1:${String(port)}/`, server };
    }),
  );
  const { supergraphSdl, errors } = composeServices(served);
  if (supergraphSdl === undefined) {
    await Promise.all(served.map(({ server }) => server.close()));
    throw new Error(JSON.stringify(errors));
  }

  const folder = await mkdtemp(join(tmpdir(), 'federation-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  const gateway = await startStandaloneGateway({
    supergraphFile,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent' }),
  });
  return {
    async ask(question) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
      });
      return (await response.json()) as { data?: unknown; errors?: unknown[] };
    },
    async close() {
      await gateway.close();
      await Promise.all(served.map(({ server }) => server.close()));
      await rm(folder, { recursive: true });
    },
  };
}
