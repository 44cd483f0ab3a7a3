import { normalizeAddress } from '../../../src/openbadges/index.js';
import { randomToken, sha256Hex } from '../../../src/runtime/index.js';
import type { Visitor } from '../../../src/runtime/index.js';
import { LINK_LIFETIME_MINUTES, mailWithLink } from '../sign-in/mailed-link.js';
import type { RequestSignInDeps } from '../sign-in/request-sign-in.js';
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
  deps: RequestSignInDeps,
): Promise<void> {
  const typed = email.trim();
  const address = normalizeAddress(typed);
  await deps.signInsPerAddress.take(sha256Hex(address));
  const token = randomToken();
  await deps.database.model(addressTokenModel).create({
    _id: sha256Hex(token),
    earner,
    address,
    typed,
    expiresAt: new Date(deps.clock.now().getTime() + LINK_LIFETIME_MINUTES * 60_000),
  });
  deps.mailer.send(
    mailWithLink({
      to: typed,
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
