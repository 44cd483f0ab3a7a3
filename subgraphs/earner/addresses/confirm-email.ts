import { Refusal } from '../../../src/errors.js';
import { sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Mail, Mailer } from '../../../src/runtime/index.js';
import { holdAccount } from '../account/hold-account.js';
import { mergeAccounts } from '../account/merge-accounts.js';
import type { MergeDeps } from '../account/merge-accounts.js';
import { wordByMail } from '../notices/word-by-mail.js';
import { addressTokenModel } from './address-token.model.js';
import type { AddressTokenDoc } from './address-token.model.js';
import { addressModel } from './address.model.js';
import { giveAddress, ownerOf } from './prove-address.js';

export interface ConfirmEmailDeps extends MergeDeps {
  readonly clock: Clock;
  readonly mailer: Mailer;
}

/**
 * Proves the address a link was mailed to. Only the earner who asked can do it, signed in: whoever else
 * opens the link gives nothing away. An address with an account of its own brings that account along,
 * since she has proved to be both. One transaction.
 * @throws Refusal BAD_TOKEN when the link was used, is too old, or was asked for by somebody else
 */
export async function confirmEmail(
  earner: string,
  token: string,
  deps: ConfirmEmailDeps,
): Promise<void> {
  const { database, clock } = deps;
  const now = clock.now();
  const tellTo = await database.transaction(async (session) => {
    const link = await database
      .model(addressTokenModel)
      .findOneAndDelete({ _id: sha256Hex(token), earner, expiresAt: { $gt: now } }, { session })
      .lean<AddressTokenDoc>();
    if (link === null) throw new Refusal('BAD_TOKEN');
    await holdAccount(earner, deps, session);
    const primary = await database
      .model(addressModel)
      .findOne({ earner, primary: true }, null, { session })
      .lean();
    const owner = await ownerOf(link, deps, session);
    if (owner === earner) return undefined;
    if (owner === null) await giveAddress(earner, link, { at: now, primary: false }, deps, session);
    else await mergeAccounts(owner, earner, deps, session);
    return primary?.typed;
  });
  if (tellTo !== undefined) deps.mailer.send(addressAdded(tellTo));
}

const addressAdded = (to: string): Mail =>
  wordByMail(
    to,
    'An address was added to your backpack',
    'An address was confirmed and added to your backpack. If it was not you, sign in, remove it and end all other sessions.',
  );
