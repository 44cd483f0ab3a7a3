import { compareUrls, showUrl, webUrl } from '../../web-url.js';
import type { SignedStatement } from '../facts/facts.js';
import type { KeyCandidate, KeyFound } from '../facts/find-keys.js';
import { checkSignature, isAllowed } from '../jws-signature.js';
import { publicKey } from '../public-key.js';
import type { CheckResult } from '../result.js';
import { fail, pass, unreachable, warn } from '../result.js';
import { isLost } from '../facts/trail.js';
import type { Check } from './check.js';

/** Keys somebody wrote into the header would prove that he has one. */
const KEYS_IN_HEADER = ['jwk', 'jku', 'x5u', 'x5c'];

/** Source: Open Badges 1.0 and 2.0, "Signed Badges"; RFC 7515. */
export const signature: Check = {
  code: 'SIGNATURE',
  asks: 'Was the badge signed with the key it names, and not changed since?',
  ends: [
    { outcome: 'PASS', when: 'the signature is right' },
    { outcome: 'WARN', when: 'it is, and its header brings a key along, which is ignored' },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'it is wrong, missing, by another algorithm or key than allowed, or the badge says that it is hosted',
    },
    { outcome: 'UNREACHABLE', verdict: 'UNVERIFIABLE', when: 'the key cannot be had' },
  ],
  async look({ trail, statement, reading, keys }) {
    if (isLost(trail, 'no-signature')) {
      return [fail('SIGNATURE', 'The badge says that it is signed, but came without a signature.')];
    }
    if (isLost(trail, 'signed-says-hosted')) {
      return [fail('SIGNATURE', 'The badge is signed, but says that it is hosted.')];
    }
    if (statement?.form !== 'signed' || reading?.kind !== 'read') return [];
    const problem = problemInHeader(statement, keys ?? []);
    if (problem !== undefined) return [fail('SIGNATURE', problem)];
    return [await tryKeys(statement, keys ?? [])];
  },
};

function problemInHeader(
  { header }: SignedStatement,
  keys: readonly KeyCandidate[],
): string | undefined {
  const { alg, kid } = header;
  if (!isAllowed(alg)) {
    return 'The signature uses an algorithm that is not allowed.';
  }
  if (header['crit'] !== undefined || header['b64'] === false) {
    return 'The signature asks for extensions that Open Badges does not have.';
  }
  const namesAnother =
    typeof kid === 'string' &&
    webUrl(kid) !== undefined &&
    keys.length > 0 &&
    keys.every(({ id }) => compareUrls(id, kid) === 'different');
  return namesAnother ? 'The signature names another key than the badge does.' : undefined;
}

async function tryKeys(
  statement: SignedStatement,
  keys: readonly KeyCandidate[],
): Promise<CheckResult> {
  const outcomes: CheckResult[] = [];
  for (const { id, key } of keys) {
    const outcome = await tryKey(statement, id, key);
    if (outcome.outcome === 'PASS') return hasKeys(statement.header) ? keyIgnored() : outcome;
    outcomes.push(outcome);
  }
  return (
    outcomes.find(({ outcome }) => outcome === 'UNREACHABLE') ??
    outcomes[0] ??
    unreachable('SIGNATURE', 'Neither the badge nor its issuer names a key.')
  );
}

async function tryKey({ jws }: SignedStatement, id: string, found: KeyFound): Promise<CheckResult> {
  const where = showUrl(id);
  if (found.kind === 'unreachable') {
    return unreachable('SIGNATURE', `The key at ${where} ${found.because}.`);
  }
  const key = publicKey(found.pem);
  if (key === undefined) {
    return unreachable('SIGNATURE', `The key at ${where} is no public key that can be read.`);
  }
  const fit = await checkSignature(jws, key);
  if (fit === 'right') return pass('SIGNATURE');
  const because =
    fit === 'wrong'
      ? `The signature does not fit the key at ${where}: the badge was changed, or signed by another key.`
      : `The signature cannot be made with the key at ${where}: it is of another kind, or too short.`;
  return fail('SIGNATURE', because);
}

function hasKeys(header: SignedStatement['header']): boolean {
  return KEYS_IN_HEADER.some((name) => header[name] !== undefined);
}

function keyIgnored(): CheckResult {
  return warn('SIGNATURE', 'The signature brings a key along; it was ignored.');
}
