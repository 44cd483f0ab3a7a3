import { normalizeAddress } from '../../../src/openbadges/index.js';
import { randomToken, sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Mail, Mailer, Visitor } from '../../../src/runtime/index.js';
import type { Database, RateLimiter } from '../../../src/store/index.js';

export interface MailedLinkDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly signInsPerAddress: RateLimiter;
  /** The origin people see: its pages consume the links. */
  readonly publicUrl: () => string;
}

export interface NewLink {
  /** Stands in the link, and nowhere else. */
  readonly token: string;
  /** What is kept of it. */
  readonly row: {
    readonly _id: string;
    readonly address: string;
    readonly typed: string;
    readonly expiresAt: Date;
  };
}

const LIFETIME_MINUTES = 15;

/**
 * A link that will prove this address. Counted by the address, whoever it belongs to.
 * @throws Refusal RATE_LIMITED when this address was mailed too often
 */
export async function newLink(
  email: string,
  { clock, signInsPerAddress }: MailedLinkDeps,
): Promise<NewLink> {
  const typed = email.trim();
  const address = normalizeAddress(typed);
  await signInsPerAddress.take(sha256Hex(address));
  const token = randomToken();
  const expiresAt = new Date(clock.now().getTime() + LIFETIME_MINUTES * 60_000);
  return { token, row: { _id: sha256Hex(token), address, typed, expiresAt } };
}

export interface MailedLink {
  readonly to: string;
  readonly subject: string;
  /** What the link is for; a sentence that ends in a colon. */
  readonly says: string;
  readonly link: string;
  readonly button: string;
  /** Six digits, for whoever opens the link somewhere else. */
  readonly code?: string;
  readonly visitor: Visitor | undefined;
  /** What happens if she does nothing. */
  readonly otherwise: string;
}

/** A mail with a link that works once. It says from where it was asked for, in words of ours only. */
export function mailWithLink(mail: MailedLink): Mail {
  const { to, subject, says, link, button, code, visitor, otherwise } = mail;
  const life = `It works once, within ${String(LIFETIME_MINUTES)} minutes.`;
  const asked =
    visitor === undefined
      ? undefined
      : `Asked for from ${visitor.device}, network address ${visitor.address}.`;
  const codeSays =
    'If you open it elsewhere than where you asked, you are asked for this code too:';
  return {
    to,
    subject,
    text: [
      `${says}\n\n${link}`,
      ...(code === undefined ? [] : [`${codeSays}\n\n${code}`]),
      life,
      ...(asked === undefined ? [] : [asked]),
      `${otherwise}\n`,
    ].join('\n\n'),
    html: [
      `<p>${says}</p><p><a href="${escaped(link)}">${button}</a></p>`,
      ...(code === undefined ? [] : [`<p>${codeSays}</p>\n<p>\n${code}\n</p>\n`]),
      `<p>${life}</p>`,
      ...(asked === undefined ? [] : [`<p>${escaped(asked)}</p>`]),
      `<p>${otherwise}</p>`,
    ].join(''),
  };
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
