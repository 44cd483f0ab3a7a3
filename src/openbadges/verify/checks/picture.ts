import { showUrl } from '../../web-url.js';
import type { PictureSeen } from '../evidence.js';
import type { Facts } from '../facts/facts.js';
import type { CheckResult } from '../result.js';
import { pass, warn } from '../result.js';
import type { Check } from './check.js';

const MIN_PIXELS = 90;
const MAX_BYTES = 256 * 1024;

/**
 * A picture proves nothing, so a bad one never decides. The standards are those that issuers were
 * given from the beginning: PNG (SVG since 1.1), square, at least 90 pixels wide, at most 256 KiB.
 */
export const picture: Check = {
  code: 'IMAGE',
  asks: 'Is there a picture, and does it keep to the standards for badges?',
  ends: [
    { outcome: 'PASS', when: 'it is a square PNG (or SVG, since 1.1) of a good size' },
    { outcome: 'WARN', when: 'it cannot be had or shown, or breaks one of the standards' },
  ],
  look(facts) {
    const { picture: found } = facts;
    if (found === undefined) return [];
    const problems = problemsOf(found.seen, facts);
    const where = found.url.startsWith('data:') ? '' : ` at ${showUrl(found.url)}`;
    return problems.length > 0 ? problems.map((clause) => odd(where, clause)) : [pass('IMAGE')];
  },
};

function odd(where: string, clause: string): CheckResult {
  return warn('IMAGE', `The picture${where} ${clause}.`);
}

function problemsOf(seen: PictureSeen | undefined, { kind }: Facts): readonly string[] {
  if (seen === undefined) return ['could not be fetched'];
  if (seen.kind === 'not-fetched') return [seen.because];
  if (seen.kind === 'unusable') return [`cannot be shown: ${seen.because}`];
  const { width, height, format, byteLength } = seen;
  const isEarly = kind?.version === 'V0_5' || kind?.version === 'V1_0';
  return [
    ...(format === 'svg' && isEarly ? ['is an SVG, which this version does not know'] : []),
    ...(width === height ? [] : ['is not square']),
    ...(Math.min(width, height) >= MIN_PIXELS ? [] : ['is smaller than 90 by 90 pixels']),
    ...(byteLength <= MAX_BYTES ? [] : ['is larger than 256 KiB']),
  ];
}
