import { fail, pass } from '../result.js';
import type { Check } from './check.js';

/** How far an issuer's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 300_000;

/**
 * `TIME`: is the badge within its life at the moment in question? A badge without an end never
 * expires; no skew is granted at the end, which the issuer chose.
 */
export const life: Check = ({ reading }, at) => {
  if (reading.kind === 'unreadable') return [];
  const { issuedOn, expires } = reading.part;
  if (issuedOn.at.getTime() > at.getTime() + CLOCK_SKEW_MS) {
    const because = `It is issued on ${issuedOn.at.toISOString()}, which is still to come.`;
    return [fail('TIME', because, 'NOT_YET_VALID')];
  }
  if (expires !== undefined && expires.at.getTime() < at.getTime()) {
    return [fail('TIME', `It expired on ${expires.at.toISOString()}.`, 'EXPIRED')];
  }
  return [pass('TIME')];
};
