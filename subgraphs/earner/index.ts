import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { AccountResolver } from './account/account.resolver.js';
import type { AccountResolverDeps } from './account/account.resolver.js';
import { addressTokenModel } from './addresses/address-token.model.js';
import { AddressesResolver } from './addresses/addresses.resolver.js';
import type { AddressesResolverDeps } from './addresses/addresses.resolver.js';
import { identityModel } from './identities/identity.model.js';
import { IdentityResolver } from './identities/identity.resolver.js';
import { issuerRuleModel } from './issuers/issuer-rule.model.js';
import { IssuerRulesResolver } from './issuers/issuer-rules.resolver.js';
import { AppResolver } from './apps/app.resolver.js';
import type { AppResolverDeps } from './apps/app.resolver.js';
import type { LinkDeps } from './links/link-deps.js';
import { linkModel } from './links/link.model.js';
import { LinkType } from './links/link.type.js';
import { LinksResolver } from './links/links.resolver.js';
import { OperatorResolver } from './operators/operator.resolver.js';
import type { OperatorResolverDeps } from './operators/operator.resolver.js';
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

export type EarnerSubgraphDeps = EarnerResolverDeps &
  AccountResolverDeps &
  AddressesResolverDeps &
  AppResolverDeps &
  LinkDeps &
  OperatorResolverDeps &
  SignInResolverDeps &
  NoticeResolverDeps;
export { appBelongings } from './apps/connected-apps.js';
export { closedThere } from './links/close-link.js';
export { linkBelongings } from './links/link-belongings.js';
export { keepLink, promiseLink, redeemLink } from './links/make-link.js';
export { peerToLink } from './links/peers-to-link.js';
export { links } from './links/links.js';
export { isOperator } from './operators/operators.js';
export { accounts } from './account/hold-account.js';
export { issuerRules } from './issuers/issuer-rules.js';
export { earnerReader, personOf } from './account/earner-reader.js';
export { notices } from './notices/notices.js';
export { sendDigests } from './notices/send-digests.js';
export { signInByProvider } from './identities/sign-in-by-provider.js';
export { endProviderSessions, resolveSession } from './sessions/sessions.js';

/** MongoDB collections that only this subgraph writes. */
export const EARNER_MODELS = [
  earnerModel,
  addressModel,
  addressTokenModel,
  issuerRuleModel,
  identityModel,
  signInTokenModel,
  sessionModel,
  noticeModel,
  linkModel,
] as const;

/** The earner subgraph: who somebody is, how she signs in, and what she should know. */
export function earnerSubgraph(deps: EarnerSubgraphDeps): Subgraph {
  const earners = new EarnerResolver(deps);
  const links = new LinksResolver(deps);
  return buildSubgraph({
    name: 'earner',
    resolvers: [
      earners,
      new AccountResolver(deps),
      new AddressesResolver(deps),
      new AppResolver(deps),
      links,
      new OperatorResolver(deps),
      new IssuerRulesResolver(deps),
      new IdentityResolver(deps),
      new SignInResolver(deps),
      new SessionResolver(deps),
      new EarnerNoticesResolver(deps),
      new NoticeResolver(deps),
    ],
    orphanedTypes: [EarnerType, BadgeType, LinkType],
    references: {
      Earner: ({ id }, context) => earners.byId(id, context),
      Badge: ({ id }) => ({ id }),
      Link: ({ id }, context) => links.byId(id, context),
    },
  });
}
