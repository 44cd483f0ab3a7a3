import { compareUrls, sameHost, showUrl } from '../../web-url.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import type { Check } from './check.js';

interface Place {
  readonly askedUrl: string;
  readonly finalUrl: string;
}

/**
 * `ID_MISMATCH`: does every document call itself by the address it was fetched from? Otherwise
 * anybody could serve a document in another's name. After a redirect either address will do, with
 * two exceptions: an assertion that keeps the first name although another host answered needs that
 * host to be in the issuer's scope (see `scope.ts`), and a linked document must not do it at all,
 * because an open redirect would be enough to speak as that issuer.
 */
export const sameId: Check = ({ reading, assertion, badgeClass, issuer }) => {
  const results: CheckResult[] = [];
  if (reading.kind === 'read') {
    const { id, verifyUrl } = reading.part;
    results.push(...compare('assertion', id, assertion));
    if (verifyUrl !== undefined && compareUrls(verifyUrl, id) === 'different') {
      results.push(warn('ID_MISMATCH', 'The assertion names two different addresses of its own.'));
    }
  }
  for (const [noun, link] of [
    ['badge class', badgeClass],
    ['issuer', issuer],
  ] as const) {
    if (link?.kind !== 'read' || link.fetched === undefined || link.part.id === undefined) continue;
    results.push(...compare(noun, link.part.id, link.fetched));
    if (keepsNameOnOtherHost(link.part.id, link.fetched)) {
      const because = `The ${noun} at ${showUrl(link.part.id)} is answered by another host.`;
      results.push(fail('ID_MISMATCH', because));
    }
  }
  if (reading.kind === 'unreadable') return results;
  return results.length > 0 ? results : [pass('ID_MISMATCH')];
};

/** Was the document sent by another host than the one its id names? */
export function keepsNameOnOtherHost(id: string, { askedUrl, finalUrl }: Place): boolean {
  return compareUrls(id, finalUrl) === 'different' && !sameHost(askedUrl, finalUrl);
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
