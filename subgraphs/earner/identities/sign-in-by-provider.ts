import { normalizeAddress } from '../../../src/openbadges/index.js';
import type { Visitor } from '../../../src/runtime/index.js';
import type { Session } from '../../../src/store/index.js';
import { holdAccount } from '../account/hold-account.js';
import { openSession } from '../sessions/open-session.js';
import type { OpenSessionDeps, OpenedSession } from '../sessions/open-session.js';
import { earnerWith } from '../sign-in/sign-in.js';
import { identityModel } from './identity.model.js';
import type { IdentityDoc } from './identity.model.js';

/** What a provider proved about somebody. */
export interface ProvedIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly sid?: string | undefined;
  /** Only an address the provider has verified and is believed about. */
  readonly email?: string | undefined;
}

export type ProviderOutcome =
  | ({ readonly kind: 'signed-in' } & OpenedSession)
  /** The identity belongs to the account she is signed in to. */
  | { readonly kind: 'connected' }
  /** Nobody has this identity, and nothing says whose it is. */
  | { readonly kind: 'no-account' }
  /** The identity is of somebody else’s account. */
  | { readonly kind: 'taken' };

/**
 * Signs in whoever has this identity; the first time the account with the proved address, or a new one.
 * Somebody who is signed in already connects the identity to her account instead: never by itself to
 * another one.
 */
export async function signInByProvider(
  identity: ProvedIdentity,
  from: { readonly visitor: Visitor; readonly signedInAs: string | undefined },
  deps: OpenSessionDeps,
): Promise<ProviderOutcome> {
  const { database, clock } = deps;
  const { issuer, subject, sid } = identity;
  const id = deps.ids.make('idn');
  return database.transaction(async (session): Promise<ProviderOutcome> => {
    const identities = database.model(identityModel);
    const known = await identities
      .findOne({ issuer, subject }, null, { session })
      .lean<IdentityDoc>();
    if (from.signedInAs !== undefined) {
      if (known !== null) return { kind: known.earner === from.signedInAs ? 'connected' : 'taken' };
      await holdAccount(from.signedInAs, deps, session);
      await connect(from.signedInAs, session);
      return { kind: 'connected' };
    }
    const earner = known?.earner ?? (await earnerByAddress(identity, deps, session));
    if (earner === undefined) return { kind: 'no-account' };
    if (known === null) await connect(earner, session);
    const provider = { issuer, subject, ...(sid !== undefined && { sid }) };
    const opened = await openSession(earner, { visitor: from.visitor, provider }, deps, session);
    return { kind: 'signed-in', ...opened };
  });

  async function connect(earner: string, session: Session): Promise<void> {
    const fresh = { _id: id, issuer, subject, earner, connectedAt: clock.now() };
    await database.model(identityModel).create([fresh], { session });
  }
}

async function earnerByAddress(
  { email }: ProvedIdentity,
  deps: OpenSessionDeps,
  session: Session,
): Promise<string | undefined> {
  if (email === undefined) return undefined;
  const proved = { address: normalizeAddress(email), typed: email };
  return earnerWith(proved, deps.clock.now(), deps, session);
}
