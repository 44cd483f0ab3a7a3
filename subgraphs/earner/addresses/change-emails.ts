import { Refusal } from '../../../src/errors.js';
import { normalizeAddress } from '../../../src/openbadges/index.js';
import type { Mail, Mailer } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { holdAccount } from '../account/hold-account.js';
import { wordByMail } from '../notices/word-by-mail.js';
import { addressModel } from './address.model.js';
import type { AddressDoc } from './address.model.js';

export interface ChangeEmailsDeps {
  readonly database: Database;
  readonly mailer: Mailer;
}

/**
 * Chooses where mail goes.
 * @throws Refusal NOT_FOUND unless it is an address of hers
 */
export async function setPrimaryEmail(
  earner: string,
  email: string,
  deps: ChangeEmailsDeps,
): Promise<void> {
  const address = normalizeAddress(email);
  await deps.database.transaction(async (session) => {
    const hers = await addressesIn(earner, deps, session);
    if (!hers.some(({ _id }) => _id === address)) throw new Refusal('NOT_FOUND');
    await makePrimary(earner, address, deps, session);
  });
}

/**
 * Takes an address away; her badges stay, and the oldest of the others becomes the primary one if need
 * be. What is pushed to it from now on waits for whoever proves it next.
 * @throws Refusal NOT_FOUND unless it is an address of hers; LAST_ADDRESS
 */
export async function removeEmail(
  earner: string,
  email: string,
  deps: ChangeEmailsDeps,
): Promise<void> {
  const { database, mailer } = deps;
  const address = normalizeAddress(email);
  const removed = await database.transaction(async (session) => {
    const hers = await addressesIn(earner, deps, session);
    const gone = hers.find(({ _id }) => _id === address);
    if (gone === undefined) throw new Refusal('NOT_FOUND');
    const [next] = hers.filter(({ _id }) => _id !== address);
    if (next === undefined) throw new Refusal('LAST_ADDRESS');
    await database.model(addressModel).deleteOne({ _id: address }, { session });
    if (gone.primary) await makePrimary(earner, next._id, deps, session);
    return gone;
  });
  mailer.send(addressRemoved(removed.typed));
}

/** Hers, the oldest first; nobody else changes them meanwhile. */
async function addressesIn(
  earner: string,
  deps: ChangeEmailsDeps,
  session: Session,
): Promise<readonly AddressDoc[]> {
  await holdAccount(earner, deps, session);
  return deps.database
    .model(addressModel)
    .find({ earner }, null, { session })
    .sort({ verifiedAt: 1, _id: 1 })
    .lean<AddressDoc[]>();
}

async function makePrimary(
  earner: string,
  address: string,
  { database }: ChangeEmailsDeps,
  session: Session,
): Promise<void> {
  const addresses = database.model(addressModel);
  await addresses.updateMany({ earner }, { $set: { primary: false } }, { session });
  await addresses.updateOne({ _id: address }, { $set: { primary: true } }, { session });
}

const addressRemoved = (to: string): Mail =>
  wordByMail(
    to,
    'This address was taken off your backpack',
    'This address does not belong to your backpack any more. Badges you accepted stay where they are. If it was not you, sign in with another address of yours and end all other sessions.',
  );
