import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { UrlScalar } from '../../../src/graphql/index.js';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, earnerBehind, mayActFor } from '../../../src/policy/index.js';
import { findPeers } from '../../../src/store/index.js';
import { EarnerType } from '../account/earner.type.js';
import { acceptFrom, openLinksOf, removeRule, stopAcceptingFrom } from './change-link.js';
import { closeLink } from './close-link.js';
import type { LinkDeps } from './link-deps.js';
import type { LinkDoc } from './link.model.js';
import { LinkType } from './link.type.js';

const LINK = { description: 'A link of yours.' };
const ISSUER = { description: 'URL of the issuer’s profile, as its badges name it.' };

/** Her backpacks at other hubs. A link is made on pages, since the other hub has to ask her. */
@Resolver(() => EarnerType)
export class LinksResolver {
  constructor(private readonly deps: LinkDeps) {}

  @FieldResolver(() => [LinkType], {
    nullable: true,
    description: 'Her open links to other hubs, newest first; only for herself.',
  })
  async links(@Root() { id }: EarnerType, @Ctx() { principal }: SubgraphContext) {
    if (!mayActFor(principal, id, 'links.read')) return null;
    return this.shown(await openLinksOf(id, this.deps));
  }

  @Mutation(() => ID, {
    description:
      'Ends a link: nothing is sent over it or taken from it any more, and the other hub is told.',
  })
  async closeLink(
    @Arg('link', () => ID, LINK) link: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await closeLink(earnerActing(principal, 'links.change'), link, this.deps);
    return link;
  }

  @Mutation(() => LinkType, {
    description:
      'From now on badges of this issuer that come over this link are accepted at once when they are VALID and yours.',
  })
  acceptFromIssuer(
    @Arg('link', () => ID, LINK) link: string,
    @Arg('issuer', () => UrlScalar, ISSUER) issuer: string,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkType> {
    return this.changed(context, (earner) => acceptFrom({ earner, link, issuer }, this.deps));
  }

  @Mutation(() => LinkType, {
    description: 'Badges of this issuer that come over this link wait for your answer again.',
  })
  stopAcceptingFromIssuer(
    @Arg('link', () => ID, LINK) link: string,
    @Arg('issuer', () => UrlScalar, ISSUER) issuer: string,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkType> {
    return this.changed(context, (earner) =>
      stopAcceptingFrom({ earner, link, issuer }, this.deps),
    );
  }

  @Mutation(() => LinkType, {
    description: 'Badges of this kind do not go over the link by themselves any more.',
  })
  stopSendingAllOfAKind(
    @Arg('link', () => ID, LINK) link: string,
    @Arg('rule', () => ID, { description: 'A rule of it.' }) rule: string,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkType> {
    return this.changed(context, (earner) => removeRule({ earner, link, rule }, this.deps));
  }

  /** Entity look-up: a link answers only to its earner. */
  async byId(id: string, { principal }: SubgraphContext): Promise<LinkType | null> {
    const earner = earnerBehind(principal, 'links.read');
    if (earner === undefined) return null;
    const rows = await openLinksOf(earner, this.deps);
    const [found = null] = await this.shown(rows.filter(({ _id }) => _id === id));
    return found;
  }

  private async changed(
    { principal }: SubgraphContext,
    change: (earner: string) => Promise<LinkDoc>,
  ): Promise<LinkType> {
    const [changed] = await this.shown([await change(earnerActing(principal, 'links.change'))]);
    return changed as LinkType;
  }

  private async shown(rows: readonly LinkDoc[]): Promise<readonly LinkType[]> {
    const peers = await findPeers(
      rows.map(({ peer }) => peer),
      this.deps.database,
    );
    return rows.map((row) => new LinkType(row, peers.get(row.peer)));
  }
}
