import type { Clock, Mail, Mailer } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import type { IssuerRules, WaitingOffers } from '../../ports.js';
import { addressModel } from '../addresses/address.model.js';
import { earnerModel } from '../account/earner.model.js';

const DAY_MS = 86_400_000;
const BATCH = 500;

export interface SendDigestsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly waitingOffers: WaitingOffers;
  readonly issuerRules: IssuerRules;
  readonly publicUrl: () => string;
}

/**
 * Tells account holders that badges wait: at most one mail a day each, without a word of the issuer's.
 * An address without an account is never mailed. Two workers at once do not mail twice: whoever sets
 * `digestAt` sends.
 */
export async function sendDigests(deps: SendDigestsDeps): Promise<void> {
  for (const recipient of await deps.waitingOffers.dueRecipients(BATCH)) {
    await tell(recipient, deps);
  }
}

async function tell(recipient: string, deps: SendDigestsDeps): Promise<void> {
  const { database, clock, waitingOffers } = deps;
  const earner = await deps.issuerRules.earnerWith(recipient);
  if (earner === null) {
    await waitingOffers.told(recipient);
    return;
  }
  const { blocked } = await deps.issuerRules.rulesOf(earner);
  if (!(await waitingOffers.hasOthers(recipient, blocked))) {
    await waitingOffers.told(recipient);
    return;
  }
  const now = clock.now();
  const dayAgo = new Date(now.getTime() - DAY_MS);
  const claimed = await database
    .model(earnerModel)
    .findOneAndUpdate(
      {
        _id: earner,
        $or: [{ digestAt: { $exists: false } }, { digestAt: { $lte: dayAgo } }],
      },
      { $set: { digestAt: now } },
    )
    .lean();
  if (claimed === null) {
    await waitingOffers.postpone(recipient, new Date(now.getTime() + DAY_MS));
    return;
  }
  const primary = await database.model(addressModel).findOne({ earner, primary: true }).lean();
  if (primary !== null) deps.mailer.send(digestMail(primary.typed, deps.publicUrl()));
  await waitingOffers.told(recipient);
}

function digestMail(to: string, publicUrl: string): Mail {
  return {
    to,
    subject: 'Badges wait in your backpack',
    text: `Somebody sent badges to your backpack. See what they are, and keep or decline them:\n\n${publicUrl}\n\nYou get at most one such mail a day.\n`,
    html: `<p>Somebody sent badges to your backpack. See what they are, and keep or decline them:</p><p><a href="${publicUrl}">Open the backpack</a></p><p>You get at most one such mail a day.</p>`,
  };
}
