import { fail, pass } from '../result.js';
import { stepsOf } from '../facts/trail.js';
import type { Check } from './check.js';

/** Texts are read so that every program reads them alike; see `parse/strict-json.ts`. */
export const parsed: Check = {
  code: 'PARSE',
  asks: 'Can the document be read?',
  ends: [
    { outcome: 'PASS', when: 'it is a JSON object, or a compact JWS that holds one' },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'it is not, names a member twice, or is too large or too deep',
    },
  ],
  look({ trail }) {
    const problems = stepsOf(trail, 'read').flatMap(({ problem }) => problem ?? []);
    if (problems.length > 0) {
      return problems.map((because) => fail('PARSE', `The document cannot be read: ${because}.`));
    }
    return stepsOf(trail, 'read').length > 0 ? [pass('PARSE')] : [];
  },
};
