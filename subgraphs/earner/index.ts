import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { addressModel } from './address.model.js';
import { earnerModel } from './earner.model.js';
import { EarnerResolver } from './earner.resolver.js';
import type { EarnerResolverDeps } from './earner.resolver.js';
import { EarnerType } from './earner.type.js';
import { noticeModel } from './notice.model.js';
import { EarnerNoticesResolver, NoticeResolver } from './earner-notices.resolver.js';
import type { NoticeResolverDeps } from './earner-notices.resolver.js';
import { BadgeType } from './notice.type.js';
import { sessionModel } from './session.model.js';
import { signInTokenModel } from './sign-in-token.model.js';

export type EarnerSubgraphDeps = EarnerResolverDeps & NoticeResolverDeps;
export { earnerReader } from './earner-reader.js';
export { notices } from './notices.js';
export { sendDigests } from './send-digests.js';
export { resolveSession } from './sessions.js';

/** MongoDB collections that only this subgraph writes. */
export const EARNER_MODELS = [
  earnerModel,
  addressModel,
  signInTokenModel,
  sessionModel,
  noticeModel,
] as const;

/** The earner subgraph: who somebody is, how she signs in, and what she should know. */
export function earnerSubgraph(deps: EarnerSubgraphDeps): Subgraph {
  const earners = new EarnerResolver(deps);
  return buildSubgraph({
    name: 'earner',
    resolvers: [earners, new EarnerNoticesResolver(deps), new NoticeResolver(deps)],
    orphanedTypes: [EarnerType, BadgeType],
    references: {
      Earner: ({ id }, context) => earners.byId(id, context),
      Badge: ({ id }) => ({ id }),
    },
  });
}
