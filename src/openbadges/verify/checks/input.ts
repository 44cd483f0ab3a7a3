import { fail, pass } from '../result.js';
import { stepsOf } from '../facts/trail.js';
import type { Check } from './check.js';

/** What was handed in: an address, a text or a picture, and not too large to be looked at. */
export const input: Check = {
  code: 'INPUT',
  asks: 'Is this something that can hold a badge?',
  ends: [
    { outcome: 'PASS', when: 'it is a URL, a text or a picture of a size the hub reads' },
    { outcome: 'FAIL', verdict: 'INVALID', when: 'it is too large, or no http or https URL' },
  ],
  look: ({ trail }) =>
    stepsOf(trail, 'input').map(({ problem }) =>
      problem === undefined ? pass('INPUT') : fail('INPUT', problem),
    ),
};
