import type { Unbaked, UnbakeFault, UnbakeWarning } from '../../bake/unbake.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import { stepsOf } from '../facts/trail.js';
import type { Check } from './check.js';

const FAULTS: Readonly<Record<UnbakeFault, string>> = {
  NOT_A_PICTURE: 'This is neither a PNG nor an SVG.',
  TRUNCATED: 'The picture is cut off.',
  BAD_PNG: 'The picture is damaged: it is no PNG that can be read.',
  TOO_MANY_CHUNKS: 'The picture consists of too many parts.',
  BAD_SVG: 'The picture is damaged: it is no well-formed SVG.',
  SVG_ENCODING: 'The picture is an SVG in an encoding that is not read.',
  SVG_DOCTYPE: 'The picture is an SVG with a document type, which is not read.',
  SVG_TOO_COMPLEX: 'The picture is an SVG of too many elements.',
  NOTHING_BAKED: 'No badge is baked into the picture.',
  TOO_MANY_BADGES: 'Too many badges are baked into the picture.',
  BAD_TEXT: 'The badge in the picture is damaged.',
  TEXT_TOO_LARGE: 'The badge in the picture is larger than 1 MiB.',
};

const WARNINGS: Readonly<Record<UnbakeWarning, string>> = {
  BAD_CRC: 'The checksum of the badge in the picture is wrong.',
  DUPLICATE_SAME: 'The same badge is baked into the picture more than once.',
  DUPLICATE_CONFLICT: 'Several different badges are baked into the picture; one was chosen.',
  MORE_THAN_16_MEGAPIXELS: 'The picture has more than 16 megapixels.',
};

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
  if (found.kind === 'broken') return [fail('UNBAKE', FAULTS[found.fault])];
  if (found.warnings.length === 0) return [pass('UNBAKE')];
  return found.warnings.map((code) => warn('UNBAKE', WARNINGS[code]));
}
