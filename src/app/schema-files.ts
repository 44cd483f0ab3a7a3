import { randomIds, readConfig, systemClock } from '../runtime/index.js';
import { createLog } from '../runtime/index.js';
import { SUBGRAPH_NAMES } from '../graphql/index.js';
import { disconnectedDatabase } from '../store/index.js';
import { composeSupergraph } from './compose.js';
import { wireSubgraphs } from './wire.js';

/** The generated contracts, path below `schema/` to content: the subgraphs and what they compose to. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const clock = systemClock;
  const nowhere = () => Promise.reject(new Error('schemas are built without a hub'));
  const wired = wireSubgraphs(
    {
      config: readConfig({}),
      secret: 'only the shape of the graph is asked for',
      database: disconnectedDatabase(),
      clock,
      ids: randomIds,
      log: createLog({ level: 'silent' }),
      fetch: nowhere,
      mailer: { send: () => undefined, drain: () => Promise.resolve() },
      publicUrl: () => 'http://localhost',
    },
    { arm: () => ({ rung: nowhere(), cancel: () => undefined }), close: () => Promise.resolve() },
  );
  const subgraphs = SUBGRAPH_NAMES.map((name) => wired[name]());
  return new Map([
    ...subgraphs.map(({ name, sdl }) => [`subgraphs/${name}.graphql`, sdl] as const),
    ['supergraph.graphql', composeSupergraph(subgraphs)],
  ]);
}
