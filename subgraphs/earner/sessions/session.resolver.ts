import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor, sessionBehind } from '../../../src/policy/index.js';
import { EarnerType } from '../account/earner.type.js';
import type { OpenSessionDeps } from './open-session.js';
import { SessionType, SignedInSessionType, toSessionType } from './session.type.js';
import { endOtherSessions, endSession, renewSession, sessionsOf, signOut } from './sessions.js';

/** Where she is signed in, and how that ends. */
@Resolver(() => EarnerType)
export class SessionResolver {
  constructor(private readonly deps: OpenSessionDeps) {}

  @FieldResolver(() => [SignedInSessionType], {
    nullable: true,
    description: 'Where she is signed in, newest first; only for the earner herself.',
  })
  async sessions(@Root() { id }: EarnerType, @Ctx() { principal }: SubgraphContext) {
    if (!mayActFor(principal, id, 'account.read')) return null;
    const current = sessionBehind(principal);
    const rows = await sessionsOf(id, this.deps);
    return rows.map((row) => new SignedInSessionType(row, row.publicId === current));
  }

  @Mutation(() => Boolean, { description: 'Ends the session this request came with.' })
  async signOut(@Ctx() { principal }: SubgraphContext): Promise<boolean> {
    const session = sessionBehind(principal);
    if (session === undefined) return false;
    await signOut(session, this.deps);
    return true;
  }

  @Mutation(() => ID, { description: 'Ends one of your sessions.' })
  async endSession(
    @Arg('id', () => ID, { description: 'A session of yours.' }) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await endSession(earnerActing(principal, 'account.change'), id, this.deps);
    return id;
  }

  @Mutation(() => Int, { description: 'Ends all your sessions but this one; says how many.' })
  async endOtherSessions(@Ctx() { principal }: SubgraphContext): Promise<number> {
    const earner = earnerActing(principal, 'account.change');
    return endOtherSessions(earner, sessionBehind(principal) ?? '', this.deps);
  }

  @Mutation(() => SessionType, {
    description: 'A fresh token in place of the one this request came with, which is dead then.',
  })
  async renewSession(@Ctx() { principal, visitor }: SubgraphContext): Promise<SessionType> {
    const earner = earnerActing(principal, 'account.change');
    const session = sessionBehind(principal) ?? '';
    return toSessionType(await renewSession(earner, session, visitor, this.deps));
  }
}
