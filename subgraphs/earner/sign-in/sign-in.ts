import { Refusal } from '../../../src/errors.js';
import { sha256Hex } from '../../../src/runtime/index.js';
import type { Visitor } from '../../../src/runtime/index.js';
import type { Session } from '../../../src/store/index.js';
import { earnerModel } from '../account/earner.model.js';
import { giveAddress, ownerOf } from '../addresses/prove-address.js';
import type { ProvedAddress } from '../addresses/prove-address.js';
import { openSession } from '../sessions/open-session.js';
import type { OpenSessionDeps, OpenedSession } from '../sessions/open-session.js';
import { codeHash } from './request-sign-in.js';
import { signInTokenModel } from './sign-in-token.model.js';
import type { SignInTokenDoc } from './sign-in-token.model.js';

export type SignInDeps = OpenSessionDeps;

/** What came back out of a mail, and from where. */
export interface UsedLink {
  readonly token: string;
  readonly code?: string | undefined;
  readonly visitor?: Visitor | undefined;
}

const MOST_MISTAKES = 5;

/**
 * Exchanges the token of a mailed link for a session; the first use of an address creates its earner.
 * The browser that asked for the link needs nothing else, everybody else the code of the same mail. Using
 * the token, proving the address and opening the session are one transaction.
 * @throws Refusal BAD_TOKEN when it was used, is too old, never was, or met five wrong codes;
 *   CODE_NEEDED when the code is missing or wrong
 */
export async function signIn(used: UsedLink, deps: SignInDeps): Promise<OpenedSession> {
  const { database, clock } = deps;
  const now = clock.now();
  await provePossession(used, now, deps);
  return database.transaction(async (session) => {
    const link = await database
      .model(signInTokenModel)
      .findOneAndDelete(liveLink(used.token, now), { session })
      .lean<SignInTokenDoc>();
    if (link === null) throw new Refusal('BAD_TOKEN');
    const earner = await earnerWith(link, now, deps, session);
    return openSession(earner, { visitor: used.visitor }, deps, session);
  });
}

const liveLink = (token: string, now: Date) => ({
  _id: sha256Hex(token),
  expiresAt: { $gt: now },
  mistakes: { $lt: MOST_MISTAKES },
});

/** @throws Refusal BAD_TOKEN, CODE_NEEDED */
async function provePossession(
  { token, code, visitor }: UsedLink,
  now: Date,
  { database }: Pick<SignInDeps, 'database'>,
): Promise<void> {
  const links = database.model(signInTokenModel);
  const link = await links.findOne(liveLink(token, now)).lean<SignInTokenDoc>();
  if (link === null) throw new Refusal('BAD_TOKEN');
  if (link.browser !== undefined && link.browser === visitor?.browser) return;
  if (code === undefined) throw new Refusal('CODE_NEEDED');
  if (codeHash(token, code.replace(/\s/g, '')) === link.code) return;
  // Counted before it is said, so that many at once are not more than five.
  const counted = await links
    .findOneAndUpdate(liveLink(token, now), { $inc: { mistakes: 1 } }, { returnDocument: 'after' })
    .lean<SignInTokenDoc>();
  throw new Refusal(
    counted === null || counted.mistakes >= MOST_MISTAKES ? 'BAD_TOKEN' : 'CODE_NEEDED',
  );
}

/** The earner who proved this address before, or a new one. */
export async function earnerWith(
  proved: ProvedAddress,
  now: Date,
  deps: Pick<SignInDeps, 'database' | 'ids'>,
  session: Session,
): Promise<string> {
  const known = await ownerOf(proved, deps, session);
  if (known !== null) return known;
  const earner = deps.ids.make('ern');
  await deps.database.model(earnerModel).create([{ _id: earner, createdAt: now }], { session });
  await giveAddress(earner, proved, { at: now, primary: true }, deps, session);
  return earner;
}
