import { Refusal } from '../../../src/errors.js';
import { randomToken, sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Ids } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { addressModel } from '../addresses/address.model.js';
import { earnerModel } from '../account/earner.model.js';
import { sessionModel } from '../sessions/session.model.js';
import { signInTokenModel } from './sign-in-token.model.js';
import type { SignInTokenDoc } from './sign-in-token.model.js';

export interface SignInDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessionDays: number;
}

export interface SignedIn {
  /** Opaque; the hub keeps only its hash. */
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly earner: string;
}

/**
 * Exchanges the token of a mailed link for a session; the first use of an address creates its earner.
 * Using the token, proving the address and opening the session are one transaction.
 * @throws Refusal BAD_TOKEN when it was used, is too old or never was
 */
export async function signIn(token: string, deps: SignInDeps): Promise<SignedIn> {
  const { database, clock, ids } = deps;
  const now = clock.now();
  const accessToken = randomToken();
  const expiresAt = new Date(now.getTime() + deps.sessionDays * 86_400_000);
  const earner = await database.transaction(async (session) => {
    const link = await database
      .model(signInTokenModel)
      .findOneAndDelete({ _id: sha256Hex(token), expiresAt: { $gt: now } }, { session })
      .lean<SignInTokenDoc>();
    if (link === null) throw new Refusal('BAD_TOKEN');
    const owner = await earnerOf(link, now, deps, session);
    await database.model(sessionModel).create(
      [
        {
          _id: sha256Hex(accessToken),
          publicId: ids.make('ses'),
          earner: owner,
          createdAt: now,
          expiresAt,
        },
      ],
      { session },
    );
    return owner;
  });
  return { accessToken, expiresAt, earner };
}

async function earnerOf(
  link: SignInTokenDoc,
  now: Date,
  { database, ids }: SignInDeps,
  session: Session,
): Promise<string> {
  const known = await database.model(addressModel).findById(link.address, null, { session }).lean();
  if (known !== null) return known.earner;
  const earner = ids.make('ern');
  await database.model(earnerModel).create([{ _id: earner, createdAt: now }], { session });
  await database
    .model(addressModel)
    .create([{ _id: link.address, earner, typed: link.typed, verifiedAt: now, primary: true }], {
      session,
    });
  return earner;
}
