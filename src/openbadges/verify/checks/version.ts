import { fail, notYet, pass } from '../result.js';
import { isLost } from '../facts/trail.js';
import type { Check } from './check.js';

/** The content decides: neither the name of a file nor where in a picture it was. */
export const version: Check = {
  code: 'VERSION',
  asks: 'Which version of Open Badges is it?',
  ends: [
    { outcome: 'PASS', when: 'it is 0.5, 1.0, 1.1, 2.0 or 2.1' },
    { outcome: 'SKIPPED', verdict: 'UNVERIFIABLE', when: 'it is 3.0, which is not verified yet' },
    { outcome: 'FAIL', verdict: 'INVALID', when: 'it is none that is known' },
  ],
  look({ trail, kind, statement }) {
    if (kind?.version === 'V3_0') {
      const because = 'This is an Open Badges 3.0 credential; this hub does not verify 3.0 yet.';
      return [notYet('VERSION', because)];
    }
    if (kind !== undefined) return [pass('VERSION')];
    // A revoked one may have shrunk to its id and that it is revoked.
    if (statement?.document['revoked'] === true) return [];
    return isLost(trail, 'unknown-version')
      ? [fail('VERSION', 'This is no version of Open Badges we know of.')]
      : [];
  },
};
