import { showUrl } from '../../web-url.js';
import type { CheckResult } from '../result.js';
import { fail, pass, unreachable } from '../result.js';
import { isLost, stepsOf } from '../facts/trail.js';
import type { Step } from '../facts/trail.js';
import type { Check } from './check.js';

/**
 * Why an address gave no answer is nobody's business: blocked, refused, unresolved and late read
 * alike, so that the hub is no way to look into somebody's network.
 */
export const fetched: Check = {
  code: 'FETCH',
  asks: 'Could the badge be fetched from the addresses it names?',
  ends: [
    { outcome: 'PASS', when: 'every address on the way answered' },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'addresses only lead to further addresses',
    },
    {
      outcome: 'UNREACHABLE',
      verdict: 'UNVERIFIABLE',
      when: 'one gave no answer or more than the hub reads, or a 0.5 badge does not say where it is',
    },
  ],
  look({ trail, kind }) {
    if (isLost(trail, 'too-many-addresses')) {
      return [fail('FETCH', 'The address only leads to further addresses.')];
    }
    const asked = stepsOf(trail, 'asked');
    const troubles = asked.flatMap(troubleWith);
    if (troubles.length > 0) return troubles;
    if (asked.length > 0) return [pass('FETCH')];
    return kind?.version === 'V0_5' && isLost(trail, 'no-address')
      ? [unreachable('FETCH', 'The badge does not say at which address it is hosted.')]
      : [];
  },
};

function troubleWith({ url, answer }: Extract<Step, { step: 'asked' }>): readonly CheckResult[] {
  if (answer?.kind === 'answered') return [];
  const isTooLarge = answer?.because === 'too-large';
  const what = isTooLarge ? 'is larger than this hub reads' : 'could not be fetched';
  return [unreachable('FETCH', `The document at ${showUrl(url)} ${what}.`)];
}
