import type { Credential } from '../credential.js';
import { identityHash } from './identity-hash.js';

/** Does the credential name somebody in plain text? */
export function recipientIsPlain({ recipient }: Pick<Credential, 'recipient'>): boolean {
  return recipient.some((identity) => identityHash(identity) === undefined);
}

/**
 * Would showing the credential tell who earned it: in plain text, or by a hash without a salt,
 * which whoever has a list of addresses turns back in seconds?
 */
export function publishesRecipient(credential: Pick<Credential, 'recipient'>): boolean {
  const unsalted = credential.recipient.some(({ salt = '' }) => salt === '');
  return recipientIsPlain(credential) || unsalted;
}
