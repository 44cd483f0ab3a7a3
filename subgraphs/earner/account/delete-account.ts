import { Refusal } from '../../../src/errors.js';
import { normalizeAddress } from '../../../src/openbadges/index.js';
import type { Mail, Mailer } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import type { Belongings } from '../../ports.js';
import { addressTokenModel } from '../addresses/address-token.model.js';
import { addressModel } from '../addresses/address.model.js';
import { identityModel } from '../identities/identity.model.js';
import { issuerRuleModel } from '../issuers/issuer-rule.model.js';
import { noticeModel } from '../notices/notice.model.js';
import { wordByMail } from '../notices/word-by-mail.js';
import { endSessionsOf } from '../sessions/sessions.js';
import { earnerModel } from './earner.model.js';
import { holdAccount } from './hold-account.js';

export interface DeleteAccountDeps {
  readonly database: Database;
  readonly mailer: Mailer;
  readonly belongings: readonly Belongings[];
}

/**
 * Deletes an account and everything that names her, in one transaction; nobody else's things change.
 * `confirm` is her primary address once more, so that nothing deletes it by a slip.
 * @throws Refusal BAD_INPUT when `confirm` is another address
 */
export async function deleteAccount(
  earner: string,
  confirm: string,
  deps: DeleteAccountDeps,
): Promise<void> {
  const { database, belongings, mailer } = deps;
  const goodbyeTo = await database.transaction(async (session) => {
    await holdAccount(earner, deps, session);
    const primary = await database
      .model(addressModel)
      .findOne({ earner, primary: true }, null, { session })
      .lean();
    if (primary?._id !== normalizeAddress(confirm)) {
      throw new Refusal('BAD_INPUT', 'confirm has to be your primary address.', {
        field: 'confirm',
      });
    }
    for (const owner of belongings) await owner.erase(earner, session);
    await database.model(noticeModel).deleteMany({ earner }, { session });
    await database.model(identityModel).deleteMany({ earner }, { session });
    await database.model(issuerRuleModel).deleteMany({ earner }, { session });
    await database.model(addressTokenModel).deleteMany({ earner }, { session });
    await endSessionsOf(earner, deps, session);
    await database.model(addressModel).deleteMany({ earner }, { session });
    const hers = { $or: [{ _id: earner }, { mergedInto: earner }] };
    await database.model(earnerModel).deleteMany(hers, { session });
    return primary.typed;
  });
  mailer.send(goodbye(goodbyeTo));
}

const goodbye = (to: string): Mail =>
  wordByMail(
    to,
    'Your backpack was deleted',
    'Your backpack and everything in it was deleted, as you asked. Badges that are sent to this address from now on wait for whoever proves it next.',
  );
