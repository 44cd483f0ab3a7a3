import { acceptedDocument, isSameJson } from '../accepted.js';
import { nameOf } from '../facts/facts.js';
import { pass, warn } from '../result.js';
import type { Check } from './check.js';

/** Members an issuer may add later on purpose. */
const MAY_CHANGE = ['revoked', 'revocationReason', 'endorsement'];
const MAX_NAMES = 5;
const SAFE_NAME = /^@?[\w:.-]{1,40}$/;

/**
 * Assertions are static: what an earner accepted is what she was awarded. A hosted one can be changed
 * all the same, so the hub compares it with the copy it keeps.
 */
export const changed: Check = {
  code: 'CHANGED',
  asks: 'Does the hosted badge still say what it said when it was accepted?',
  ends: [
    { outcome: 'PASS', when: 'it does, however it is written' },
    { outcome: 'WARN', when: 'a field was added, removed or changed' },
  ],
  look({ statement, reading }, { accepted }) {
    const before = acceptedDocument(accepted);
    if (before === undefined || statement?.form !== 'hosted') return [];
    const now = statement.document;
    // A revoked one may shrink to almost nothing; that says enough.
    if (now['revoked'] === true && reading?.kind !== 'read') return [];
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
      .filter((name) => !MAY_CHANGE.includes(name))
      .filter((name) => !isSameJson(before[name], now[name]));
    if (names.length === 0) return [pass('CHANGED')];
    const where = nameOf(statement);
    const because = `Since it was accepted its issuer changed ${listed(names)} in ${where}.`;
    return [warn('CHANGED', because)];
  },
};

/** Names of members are the issuer's to choose, so odd ones are not repeated. */
function listed(names: readonly string[]): string {
  const shown = names.filter((name) => SAFE_NAME.test(name)).slice(0, MAX_NAMES);
  if (shown.length === 0) return 'other fields';
  const others = names.length - shown.length;
  const fields = shown.map((name) => `"${name}"`).join(', ');
  return others > 0 ? `${fields} and ${String(others)} more` : fields;
}
