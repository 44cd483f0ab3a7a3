import { normalizeAddress } from '../../../src/openbadges/index.js';
import { randomToken, sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Mailer } from '../../../src/runtime/index.js';
import type { Database, RateLimiter } from '../../../src/store/index.js';
import { signInTokenModel } from './sign-in-token.model.js';

const LINK_LIFETIME_MINUTES = 15;

export interface RequestSignInDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly signInsPerAddress: RateLimiter;
  /** The origin people see: its page `/sign-in` consumes the link. */
  readonly publicUrl: () => string;
}

/**
 * Mails a single-use link. Looks nobody up: known and unknown addresses get the same answer for the
 * same work. The mail is on its way, not delivered, when this returns.
 * @throws Refusal RATE_LIMITED when this address asked too often
 */
export async function requestSignIn(email: string, deps: RequestSignInDeps): Promise<void> {
  const typed = email.trim();
  const address = normalizeAddress(typed);
  await deps.signInsPerAddress.take(sha256Hex(address));
  const token = randomToken();
  await deps.database.model(signInTokenModel).create({
    _id: sha256Hex(token),
    address,
    typed,
    expiresAt: new Date(deps.clock.now().getTime() + LINK_LIFETIME_MINUTES * 60_000),
  });
  deps.mailer.send(signInMail(typed, `${deps.publicUrl()}/sign-in?token=${token}`));
}

function signInMail(to: string, link: string) {
  const minutes = String(LINK_LIFETIME_MINUTES);
  return {
    to,
    subject: 'Your link to sign in to your backpack',
    text: `Open this link to sign in to your backpack:\n\n${link}\n\nIt works once, within ${minutes} minutes. If you did not ask for it, do nothing: nobody can sign in without it.\n`,
    html: `<p>Open this link to sign in to your backpack:</p><p><a href="${link}">Sign in</a></p><p>It works once, within ${minutes} minutes. If you did not ask for it, do nothing: nobody can sign in without it.</p>`,
  };
}
