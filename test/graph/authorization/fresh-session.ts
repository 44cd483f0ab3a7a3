import { resolveSession } from '../../../subgraphs/earner/index.js';
import { openSession } from '../../../subgraphs/earner/sessions/open-session.js';
import type { Probe } from './ask.js';

/** Asks with a session of its own, since what is asked may end it. */
export const withFreshSession =
  (probe: Probe): Probe =>
  async (as, world) => {
    if (as.kind !== 'earner') return probe(as, world);
    const { parts } = world.graph;
    const deps = { ...parts, ...parts.config };
    const { accessToken } = await parts.database.transaction((session) =>
      openSession(as.earner, {}, deps, session),
    );
    const found = await resolveSession(accessToken, deps);
    return probe({ ...as, session: found?.session ?? '' }, world);
  };
