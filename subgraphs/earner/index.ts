import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { addressModel } from './addresses/address.model.js';
import { earnerModel } from './account/earner.model.js';
import { EarnerResolver } from './account/earner.resolver.js';
import type { EarnerResolverDeps } from './account/earner.resolver.js';
import { EarnerType } from './account/earner.type.js';
import { noticeModel } from './notices/notice.model.js';
import { EarnerNoticesResolver, NoticeResolver } from './notices/earner-notices.resolver.js';
import type { NoticeResolverDeps } from './notices/earner-notices.resolver.js';
import { BadgeType } from './notices/notice.type.js';
import { SignInResolver } from './sign-in/sign-in.resolver.js';
import type { SignInResolverDeps } from './sign-in/sign-in.resolver.js';
import { SessionResolver } from './sessions/session.resolver.js';
import { sessionModel } from './sessions/session.model.js';
import { signInTokenModel } from './sign-in/sign-in-token.model.js';

export type EarnerSubgraphDeps = EarnerResolverDeps & SignInResolverDeps & NoticeResolverDeps;
export { earnerReader } from './account/earner-reader.js';
export { notices } from './notices/notices.js';
export { sendDigests } from './notices/send-digests.js';
export { resolveSession } from './sessions/sessions.js';

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
    resolvers: [
      earners,
      new SignInResolver(deps),
      new SessionResolver(deps),
      new EarnerNoticesResolver(deps),
      new NoticeResolver(deps),
    ],
    orphanedTypes: [EarnerType, BadgeType],
    references: {
      Earner: ({ id }, context) => earners.byId(id, context),
      Badge: ({ id }) => ({ id }),
    },
  });
}
