import type { Visitor } from '../../../src/runtime/index.js';
import { mailWithLink, newLink } from '../sign-in/mailed-link.js';
import type { MailedLinkDeps } from '../sign-in/mailed-link.js';
import { addressTokenModel } from './address-token.model.js';

/**
 * Mails a link that proves a further address. Looks nobody up: the answer and the work are the same
 * whether the address is new, hers already, or somebody else's.
 * @throws Refusal RATE_LIMITED when this address was mailed too often
 */
export async function addEmail(
  earner: string,
  email: string,
  visitor: Visitor | undefined,
  deps: MailedLinkDeps,
): Promise<void> {
  const { token, row } = await newLink(email, deps);
  await deps.database.model(addressTokenModel).create({ ...row, earner });
  deps.mailer.send(
    mailWithLink({
      to: row.typed,
      subject: 'Confirm this address for your backpack',
      says: 'Somebody wants to add this address to a backpack. If it was you, open this link where you are signed in:',
      link: `${deps.publicUrl()}/confirm-email?token=${token}`,
      button: 'Confirm the address',
      visitor,
      otherwise:
        'If this address has a backpack of its own, both become one. If you did not ask for it, do nothing: without you nothing changes.',
    }),
  );
}
