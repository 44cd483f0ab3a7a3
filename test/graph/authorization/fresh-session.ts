import { resolveSession } from '../../../subgraphs/earner/index.js';
import { openSession } from '../../../subgraphs/earner/sessions/open-session.js';
import type { TestGraph } from '../../support/graph.js';
import type { Probe } from './ask.js';

/** Signs an earner in once more; the id of the session. */
export async function freshSession({ parts }: TestGraph, earner: string): Promise<string> {
  const deps = { ...parts, ...parts.config };
  const { accessToken } = await parts.database.transaction((session) =>
    openSession(earner, {}, deps, session),
  );
  return (await resolveSession(accessToken, deps))?.session ?? '';
}

/** Asks with a session of its own, since what is asked may end it. */
export const withFreshSession =
  (probe: Probe): Probe =>
  async (as, world) =>
    as.kind === 'earner'
      ? probe({ ...as, session: await freshSession(world.graph, as.earner) }, world)
      : probe(as, world);
