import { matchesRecipient } from '../../recipient/match.js';
import type { RecipientMatch } from '../../recipient/match.js';
import { acceptedDocument, isSameJson } from '../accepted.js';
import { nameOf } from '../facts/facts.js';
import type { CheckResult } from '../result.js';
import { fail, notYet, pass } from '../result.js';
import type { Check } from './check.js';

/**
 * Hashes are compared with the address as it was verified, in lower case and normalised; see
 * `recipient/match.ts`. Of a badge that was accepted earlier only a changed recipient is asked about:
 * she may have given up the address since, and the badge stays hers.
 */
export const recipient: Check = {
  code: 'RECIPIENT',
  asks: 'Was the badge issued to the person who says that it is hers?',
  ends: [
    { outcome: 'PASS', when: 'one of her addresses is the recipient' },
    { outcome: 'FAIL', verdict: 'INVALID', when: 'none is' },
    {
      outcome: 'SKIPPED',
      verdict: 'UNVERIFIABLE',
      when: 'the recipient is no e-mail address, or hashed in an unknown way',
    },
  ],
  look({ recipient: identities, statement }, { recipients, accepted }) {
    if (recipients === undefined || identities === undefined || statement === undefined) return [];
    const earlier = acceptedDocument(accepted);
    if (
      earlier !== undefined &&
      isSameJson(earlier['recipient'], statement.document['recipient'])
    ) {
      return [pass('RECIPIENT')];
    }
    return [resultOf(matchesRecipient(identities, recipients), nameOf(statement))];
  },
};

function resultOf(match: RecipientMatch, where: string): CheckResult {
  if (match === 'match') return pass('RECIPIENT');
  const field = `The field "recipient" of ${where}`;
  return match === 'no-match'
    ? fail('RECIPIENT', `${field} names somebody else.`)
    : notYet('RECIPIENT', `${field} cannot be compared with an e-mail address.`);
}
