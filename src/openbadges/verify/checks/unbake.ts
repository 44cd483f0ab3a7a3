import { explainUnbaked } from '../../bake/explain-unbaked.js';
import type { Unbaked } from '../../bake/unbake.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import { stepsOf } from '../facts/trail.js';
import type { Check } from './check.js';

/** Badges that came inside a picture (Open Badges Baking, 1.0 to 3.0). */
export const unbaked: Check = {
  code: 'UNBAKE',
  asks: 'Is a badge baked into the picture?',
  ends: [
    { outcome: 'PASS', when: 'exactly one is' },
    {
      outcome: 'WARN',
      when: 'there are several, its checksum is wrong, or the picture is very large',
    },
    { outcome: 'FAIL', verdict: 'INVALID', when: 'there is none, or it is damaged or too large' },
  ],
  look: ({ trail }) => stepsOf(trail, 'picture').flatMap(({ unbaked: found }) => resultsOf(found)),
};

function resultsOf(found: Unbaked): readonly CheckResult[] {
  const sentences = explainUnbaked(found);
  if (sentences.length === 0) return [pass('UNBAKE')];
  return sentences.map((because) =>
    found.kind === 'broken' ? fail('UNBAKE', because) : warn('UNBAKE', because),
  );
}
