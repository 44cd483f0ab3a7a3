import { compareUrls, showUrl } from '../../web-url.js';
import { keepsNameOnOtherHost } from '../facts/place.js';
import type { Place } from '../facts/place.js';
import type { Facts } from '../facts/facts.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import type { Check } from './check.js';

/**
 * Otherwise anybody could serve a document in another's name. After a redirect either address will
 * do, with two exceptions: an assertion that keeps the first name although another host answered
 * needs that host to be in the issuer's scope (see `scope.ts`), and a linked document must not do it
 * at all, because an open redirect would be enough to speak as that issuer.
 */
export const sameId: Check = {
  code: 'ID_MISMATCH',
  asks: 'Does every document call itself by the address it was fetched from?',
  ends: [
    { outcome: 'PASS', when: 'each does, or has no address of its own' },
    { outcome: 'WARN', when: 'one does so through a redirect, or mixes up http and https' },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'one says that it belongs elsewhere, or another host answers for it',
    },
  ],
  look(facts) {
    const results = [...aboutStatement(facts), ...aboutLinks(facts)];
    if (facts.reading?.kind !== 'read') return results;
    return results.length > 0 ? results : [pass('ID_MISMATCH')];
  },
};

function aboutStatement({ statement, reading }: Facts): readonly CheckResult[] {
  if (statement?.form !== 'hosted' || reading?.kind !== 'read') return [];
  const { id, verifyUrl } = reading.part;
  const results = compare('assertion', id, statement);
  return verifyUrl !== undefined && compareUrls(verifyUrl, id) === 'different'
    ? [...results, warn('ID_MISMATCH', 'The assertion names two different addresses of its own.')]
    : results;
}

function aboutLinks({ badgeClass, issuer }: Facts): readonly CheckResult[] {
  const links = [
    ['badge class', badgeClass],
    ['issuer', issuer],
  ] as const;
  return links.flatMap(([noun, link]) => {
    if (link?.kind !== 'read' || link.fetched === undefined) return [];
    const { fetched, part } = link;
    if (part.id === undefined) return [];
    const results = compare(noun, part.id, fetched);
    if (!keepsNameOnOtherHost(part.id, fetched)) return results;
    const because = `The ${noun} at ${showUrl(part.id)} is answered by another host.`;
    return [...results, fail('ID_MISMATCH', because)];
  });
}

/** Empty when there is nothing to say. */
function compare(noun: string, id: string, place: Place): readonly CheckResult[] {
  const [asked, final] = [compareUrls(id, place.askedUrl), compareUrls(id, place.finalUrl)];
  const where = showUrl(place.askedUrl);
  if (asked === 'different' && final === 'different') {
    return [fail('ID_MISMATCH', `The ${noun} at ${where} says that it belongs elsewhere.`)];
  }
  if (asked === 'different' || final === 'different') {
    return [warn('ID_MISMATCH', `The ${noun} at ${where} is answered through a redirect.`)];
  }
  return asked === 'same' || final === 'same'
    ? []
    : [warn('ID_MISMATCH', `The ${noun} at ${where} names itself with http and https mixed up.`)];
}
