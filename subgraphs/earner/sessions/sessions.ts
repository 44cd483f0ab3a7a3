import { Refusal } from '../../../src/errors.js';
import { sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Visitor } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { idleEnd, openSession } from './open-session.js';
import type { OpenSessionDeps, OpenedSession } from './open-session.js';
import { sessionModel } from './session.model.js';
import type { SessionDoc, SignedInBy } from './session.model.js';

export interface ResolvedSession {
  readonly earner: string;
  readonly session: string;
  readonly expiresAt: Date;
}

/** A use is written down once a minute. */
const USE_EVERY_MS = 60_000;

/**
 * Whose access token is this? Null when it ended, was revoked, was not used for too long or never was one
 * of ours. Using it puts its idle end off.
 */
export async function resolveSession(
  accessToken: string,
  deps: { readonly database: Database; readonly clock: Clock; readonly sessionIdleDays: number },
): Promise<ResolvedSession | null> {
  const now = deps.clock.now();
  const sessions = deps.database.model(sessionModel);
  const id = sha256Hex(accessToken);
  // Sessions of earlier versions of the hub have no such end, and are over.
  const live = { _id: id, expiresAt: { $gt: now }, endsAt: { $gt: now } };
  const found = await sessions.findOne(live).lean<SessionDoc>();
  if (found === null) return null;
  const { earner, publicId: session, endsAt, lastUsedAt } = found;
  if (now.getTime() - lastUsedAt.getTime() < USE_EVERY_MS) {
    return { earner, session, expiresAt: found.expiresAt };
  }
  const expiresAt = idleEnd(now, endsAt, deps.sessionIdleDays);
  await sessions.updateOne({ _id: id }, { $set: { lastUsedAt: now, expiresAt } });
  return { earner, session, expiresAt };
}

type SessionDeps = { readonly database: Database; readonly clock: Clock };

/** Her sessions, the newest first. */
export async function sessionsOf(
  earner: string,
  { database, clock }: SessionDeps,
): Promise<readonly SessionDoc[]> {
  return database
    .model(sessionModel)
    .find({ earner, expiresAt: { $gt: clock.now() } })
    .sort({ createdAt: -1, _id: 1 })
    .lean<SessionDoc[]>();
}

/** Ends the session somebody came with; one that is over already changes nothing. */
export async function signOut(
  session: string,
  { database }: Pick<SessionDeps, 'database'>,
): Promise<void> {
  await database.model(sessionModel).deleteOne({ publicId: session });
}

/**
 * Ends a session of hers: its token is dead for the gateway within the five seconds it remembers tokens.
 * @throws Refusal NOT_FOUND when it is not hers
 */
export async function endSession(
  earner: string,
  session: string,
  { database }: Pick<SessionDeps, 'database'>,
): Promise<void> {
  const { deletedCount } = await database
    .model(sessionModel)
    .deleteOne({ earner, publicId: session });
  if (deletedCount === 0) throw new Refusal('NOT_FOUND');
}

/** Ends all her sessions but this one; how many there were. */
export async function endOtherSessions(
  earner: string,
  session: string,
  { database }: Pick<SessionDeps, 'database'>,
): Promise<number> {
  const others = { earner, publicId: { $ne: session } };
  return (await database.model(sessionModel).deleteMany(others)).deletedCount;
}

/** Ends every session of an account that is no more. */
export async function endSessionsOf(
  earner: string,
  { database }: Pick<SessionDeps, 'database'>,
  session: Session,
): Promise<void> {
  await database.model(sessionModel).deleteMany({ earner }, { session });
}

/**
 * The provider says that a login of its own is over (OpenID Connect Back-Channel Logout 1.0): the one it
 * names, or all of this person.
 */
export async function endProviderSessions(
  { issuer, subject, sid }: { issuer: string; subject?: string; sid?: string },
  { database }: Pick<SessionDeps, 'database'>,
): Promise<number> {
  const which = {
    'provider.issuer': issuer,
    ...(subject !== undefined && { 'provider.subject': subject }),
    ...(sid !== undefined && { 'provider.sid': sid }),
  };
  if (subject === undefined && sid === undefined) return 0;
  return (await database.model(sessionModel).deleteMany(which)).deletedCount;
}

/**
 * A fresh token in place of this one, after what she may do has changed. Who holds the old one, holds
 * nothing any more.
 * @throws Refusal UNAUTHENTICATED when the session ended meanwhile
 */
export async function renewSession(
  earner: string,
  session: string,
  visitor: Visitor | undefined,
  deps: OpenSessionDeps,
): Promise<OpenedSession> {
  return deps.database.transaction(async (transaction) => {
    const old = await deps.database
      .model(sessionModel)
      .findOneAndDelete({ earner, publicId: session }, { session: transaction })
      .lean<SessionDoc>();
    if (old === null) throw new Refusal('UNAUTHENTICATED');
    const provider: SignedInBy | undefined = old.provider;
    return openSession(earner, { visitor, provider }, deps, transaction);
  });
}
