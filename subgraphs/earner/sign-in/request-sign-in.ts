import { randomDigits, sha256Hex } from '../../../src/runtime/index.js';
import type { Visitor } from '../../../src/runtime/index.js';
import { mailWithLink, newLink } from './mailed-link.js';
import type { MailedLinkDeps } from './mailed-link.js';
import { signInTokenModel } from './sign-in-token.model.js';

/**
 * Mails a single-use link and a code. Looks nobody up: known and unknown addresses get the same answer
 * for the same work. The mail is on its way, not delivered, when this returns.
 * @throws Refusal RATE_LIMITED when this address asked too often
 */
export async function requestSignIn(
  email: string,
  visitor: Visitor | undefined,
  deps: MailedLinkDeps,
): Promise<void> {
  const { token, row } = await newLink(email, deps);
  const code = randomDigits(6);
  await deps.database.model(signInTokenModel).create({
    ...row,
    code: codeHash(token, code),
    ...(visitor?.browser !== undefined && { browser: visitor.browser }),
    mistakes: 0,
  });
  deps.mailer.send(
    mailWithLink({
      to: row.typed,
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
