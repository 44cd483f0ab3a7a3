import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { addressModel } from './address.model.js';
import { earnerModel } from './earner.model.js';
import { EarnerResolver } from './earner.resolver.js';
import type { EarnerResolverDeps } from './earner.resolver.js';
import { EarnerType } from './earner.type.js';
import { sessionModel } from './session.model.js';
import { signInTokenModel } from './sign-in-token.model.js';

export type { EarnerResolverDeps };
export { earnerReader } from './earner-reader.js';
export { sendDigests } from './send-digests.js';
export { resolveSession } from './sessions.js';

/** MongoDB collections that only this subgraph writes. */
export const EARNER_MODELS = [earnerModel, addressModel, signInTokenModel, sessionModel] as const;

/** The earner subgraph: who somebody is, and how she signs in. */
export function earnerSubgraph(deps: EarnerResolverDeps): Subgraph {
  const earners = new EarnerResolver(deps);
  return buildSubgraph({
    name: 'earner',
    resolvers: [earners],
    orphanedTypes: [EarnerType],
    references: { Earner: ({ id }, context) => earners.byId(id, context) },
  });
}
