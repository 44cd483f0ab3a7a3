import { normalizeAddress } from '../../../src/openbadges/index.js';
import { randomDigits, randomToken, sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Mailer, Visitor } from '../../../src/runtime/index.js';
import type { Database, RateLimiter } from '../../../src/store/index.js';
import { LINK_LIFETIME_MINUTES, mailWithLink } from './mailed-link.js';
import { signInTokenModel } from './sign-in-token.model.js';

export interface RequestSignInDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly signInsPerAddress: RateLimiter;
  /** The origin people see: its page `/sign-in` consumes the link. */
  readonly publicUrl: () => string;
}

/**
 * Mails a single-use link and a code. Looks nobody up: known and unknown addresses get the same answer
 * for the same work. The mail is on its way, not delivered, when this returns.
 * @throws Refusal RATE_LIMITED when this address asked too often
 */
export async function requestSignIn(
  email: string,
  visitor: Visitor | undefined,
  deps: RequestSignInDeps,
): Promise<void> {
  const typed = email.trim();
  const address = normalizeAddress(typed);
  await deps.signInsPerAddress.take(sha256Hex(address));
  const token = randomToken();
  const code = randomDigits(6);
  await deps.database.model(signInTokenModel).create({
    _id: sha256Hex(token),
    address,
    typed,
    code: codeHash(token, code),
    ...(visitor?.browser !== undefined && { browser: visitor.browser }),
    mistakes: 0,
    expiresAt: new Date(deps.clock.now().getTime() + LINK_LIFETIME_MINUTES * 60_000),
  });
  deps.mailer.send(
    mailWithLink({
      to: typed,
      subject: 'Your link to sign in to your backpack',
      says: 'Open this link to sign in to your backpack:',
      link: `${deps.publicUrl()}/sign-in?token=${token}`,
      button: 'Sign in',
      code,
      visitor,
      otherwise: 'If you did not ask for it, do nothing: nobody can sign in without this mail.',
    }),
  );
}

/** Six digits alone could be found by trying; together with the token they cannot. */
export const codeHash = (token: string, code: string): string => sha256Hex(`${token} ${code}`);
