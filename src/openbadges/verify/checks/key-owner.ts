import { compareUrls, showUrl, webUrl } from '../../web-url.js';
import type { Facts } from '../facts/facts.js';
import type { KeyCandidate } from '../facts/find-keys.js';
import { idOfLink } from '../facts/follow-link.js';
import { keepsNameOnOtherHost } from '../facts/place.js';
import type { Place } from '../facts/place.js';
import type { CheckResult } from '../result.js';
import { fail, pass, skipped } from '../result.js';
import type { Check } from './check.js';

/**
 * A signature proves that somebody has a key; this proves whose. In 2.0 key and profile name each
 * other (2.0, "CryptographicKey": `owner`, `publicKey`). 1.0 and 1.1 have no such link, so key, issuer
 * and badge class have to be on one origin. Otherwise anybody signs in anybody's name.
 */
export const keyOwner: Check = {
  code: 'KEY_OWNER',
  asks: 'Does the key belong to the issuer?',
  ends: [
    { outcome: 'PASS', when: 'key and issuer name each other; up to 1.1, all is on one origin' },
    { outcome: 'FAIL', verdict: 'UNBOUND', when: 'they do not' },
    { outcome: 'SKIPPED', when: 'the key or the issuer is not known' },
  ],
  look(facts) {
    const { statement, reading, issuer, keys = [] } = facts;
    if (statement?.form !== 'signed' || reading?.kind !== 'read') return [];
    const found = keys.filter(({ key }) => key.kind === 'read');
    if (issuer?.kind !== 'read' || found.length === 0) {
      return [skipped('KEY_OWNER', 'The key or the issuer is not known.')];
    }
    const problem = isVersionOne(facts)
      ? problemWithOrigins(facts)
      : problemWithLinks(facts, found);
    return [problem ?? pass('KEY_OWNER')];
  },
};

function isVersionOne({ kind }: Facts): boolean {
  return kind?.version === 'V1_0' || kind?.version === 'V1_1';
}

/** Every candidate has to be the issuer's: it is not known here which one fits the signature. */
function problemWithLinks(
  { issuer }: Facts,
  keys: readonly KeyCandidate[],
): CheckResult | undefined {
  const owner = issuer?.kind === 'read' ? idOfLink(issuer) : undefined;
  for (const { id, listed, key } of keys) {
    if (key.kind !== 'read') continue;
    const where = showUrl(id);
    if (!listed) return unbound(`The issuer's profile does not name the key at ${where}.`);
    if (key.owner === undefined || owner === undefined) {
      return unbound(`The key at ${where} does not say whose it is.`);
    }
    if (compareUrls(key.owner, owner) === 'different') {
      return unbound(`The key at ${where} says that it belongs to somebody else.`);
    }
    if (key.fetched !== undefined && keepsNameOnOtherHost(id, key.fetched)) {
      return unbound(`The key at ${where} is answered by another host.`);
    }
  }
  return undefined;
}

function problemWithOrigins({ badgeClass, issuer, keys = [] }: Facts): CheckResult | undefined {
  const places = [
    ...keys.map(({ key }) => (key.kind === 'read' ? key.fetched : undefined)),
    ...[badgeClass, issuer].map((link) => (link?.kind === 'read' ? link.fetched : undefined)),
  ];
  const hosts = places.flatMap((place) => (place === undefined ? [undefined] : hostsOf(place)));
  return hosts.includes(undefined) || new Set(hosts).size !== 1
    ? unbound('The key, the badge class and the issuer are not on one origin.')
    : undefined;
}

/** http and https of one host count as one origin. */
function hostsOf({ askedUrl, finalUrl }: Place): readonly (string | undefined)[] {
  return [webUrl(askedUrl)?.host, webUrl(finalUrl)?.host];
}

function unbound(because: string): CheckResult {
  return fail('KEY_OWNER', because, 'UNBOUND');
}
