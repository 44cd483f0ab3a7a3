import { showUrl } from '../../web-url.js';
import { fail, pass, unreachable } from '../result.js';
import type { Check } from './check.js';

const MAX_REASON_CHARACTERS = 200;

/**
 * Source: Open Badges 1.0, "Revocation", and 2.0, "RevocationList". Lists name badges by id or by
 * uid; both count, since issuers use either.
 */
export const status: Check = {
  code: 'STATUS',
  asks: 'Is the signed badge on its issuer’s list of revoked ones?',
  ends: [
    { outcome: 'PASS', when: 'it is not, or the issuer publishes no list' },
    { outcome: 'FAIL', verdict: 'REVOKED', when: 'it is, by its id or its uid' },
    { outcome: 'UNREACHABLE', verdict: 'UNVERIFIABLE', when: 'the list cannot be had or read' },
  ],
  look({ statement, reading, issuer, revocations }) {
    if (statement?.form !== 'signed' || reading?.kind !== 'read' || issuer?.kind !== 'read')
      return [];
    if (revocations === undefined) return [pass('STATUS')];
    if (revocations.kind !== 'read') {
      const where = revocations.url === undefined ? '' : ` at ${showUrl(revocations.url)}`;
      return [unreachable('STATUS', `The revocation list${where} cannot be had or read.`)];
    }
    const { revoked } = revocations.part;
    const { id, uid } = reading.part;
    const name = [id, uid].find((one) => one !== undefined && revoked.has(one));
    if (name === undefined) return [pass('STATUS')];
    const reason = reasonIn(revoked.get(name));
    const where = showUrl(revocations.fetched?.askedUrl ?? '');
    const because = `The revocation list at ${where} names this badge${reason}.`;
    return [fail('STATUS', because, 'REVOKED')];
  },
};

/** A reason may name people: what looks like an address is left out. */
function reasonIn(text: string | undefined): string {
  const plain = text?.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (plain === '' || plain.includes('@')) return '';
  return `: “${plain.slice(0, MAX_REASON_CHARACTERS)}”`;
}
