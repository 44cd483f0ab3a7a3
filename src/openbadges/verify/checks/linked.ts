import { showUrl } from '../../web-url.js';
import type { Link } from '../follow-link.js';
import type { CheckResult } from '../result.js';
import { fail, pass, unreachable, warn } from '../result.js';
import type { Check } from './check.js';

/**
 * `LINKED`: could the badge class and the issuer be had from their own addresses? That one of them
 * answers 410 says nothing about this badge, so it only makes it unverifiable.
 */
export const linked: Check = ({ reading, version, badgeClass, issuer }) => {
  if (reading.kind === 'unreadable') return [];
  const results = [...about('badge class', badgeClass), ...about('issuer', issuer)];
  if (badgeClass?.kind === 'read' && badgeClass.fetched === undefined) {
    results.push(warn('LINKED', 'The badge class has no address: it is part of the assertion.'));
  }
  const versions = [badgeClass, issuer].flatMap((link) =>
    link?.kind === 'read' ? [link.version] : [],
  );
  if (versions.some((other) => other !== version)) {
    results.push(warn('LINKED', 'The documents of this badge are of different versions.'));
  }
  return results.length > 0 ? results : [pass('LINKED')];
};

function about(noun: string, link: Link<unknown> | undefined): CheckResult[] {
  if (link === undefined || link.kind === 'read' || link.kind === 'unreadable') return [];
  const where = link.url === undefined ? '' : ` at ${showUrl(link.url)}`;
  if (link.kind === 'broken') return [fail('LINKED', `The ${noun}${where} ${link.because}.`)];
  const status = link.kind === 'unreachable' ? link.status : undefined;
  const because =
    status === undefined ? 'could not be fetched' : `answers with status ${String(status)}`;
  return [unreachable('LINKED', `The ${noun}${where} ${because}.`)];
}
