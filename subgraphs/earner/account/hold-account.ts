import { Refusal } from '../../../src/errors.js';
import type { Database, Session } from '../../../src/store/index.js';
import type { Accounts } from '../../ports.js';
import { earnerModel } from './earner.model.js';
import type { EarnerDoc } from './earner.model.js';

/**
 * Within this transaction the account stays: merging or deleting it at the same time makes one of the two
 * transactions start again.
 * @throws Refusal UNAUTHENTICATED when there is no such account any more
 */
export async function holdAccount(
  earner: string,
  { database }: { readonly database: Database },
  session: Session,
): Promise<EarnerDoc> {
  const held = await database
    .model(earnerModel)
    .findOneAndUpdate(
      { _id: earner, mergedInto: { $exists: false } },
      { $inc: { holds: 1 } },
      { session, returnDocument: 'after' },
    )
    .lean<EarnerDoc>();
  if (held === null) throw new Refusal('UNAUTHENTICATED');
  return held;
}

/** The port by which others give something to an earner only as long as she is there. */
export function accounts(database: Database): Accounts {
  return {
    async holdAccount(earner, session) {
      const { defaultVisibility = 'PRIVATE' } = await holdAccount(earner, { database }, session);
      return { defaultVisibility };
    },
  };
}
