import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import type { Subgraph } from '../graphql/index.js';

/**
 * The supergraph of these subgraphs (Apollo Federation 2), as the gateway loads it.
 * @throws Error naming every rule the subgraphs break together
 */
export function composeSupergraph(subgraphs: readonly Subgraph[]): string {
  const { errors, supergraphSdl } = composeServices(
    subgraphs.map(({ name, sdl }) => ({
      name,
      typeDefs: parse(sdl),
      // Where a subgraph really is, the gateway's configuration says.
      url: `http://${name}.subgraph/graphql`,
    })),
  );
  if (supergraphSdl !== undefined) return `${supergraphSdl}\n`;
  const reasons = errors?.map(({ message }) => message) ?? [];
  throw new Error(`The subgraphs do not compose: ${reasons.join('; ')}`);
}
