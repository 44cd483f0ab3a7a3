import type { OpenBadgesVersion } from '../../credential.js';
import type { HostingScope, IssuerPart } from '../../parse/reading.js';
import { showUrl, webUrl } from '../../web-url.js';
import { idOfLink } from '../facts/follow-link.js';
import type { LinkRead } from '../facts/follow-link.js';
import type { CheckResult } from '../result.js';
import { fail, pass, skipped, warn } from '../result.js';
import type { Check } from './check.js';
import { keepsNameOnOtherHost } from '../facts/place.js';

/**
 * It is what keeps anybody else from hosting badges in the issuer's name (2.0, "VerificationObject":
 * `startsWith` and `allowedOrigins`, by default the host of the issuer's id). 1.0 and 1.1 have no such
 * rule, so another host is only worth a warning there, unless a redirect hides it. In 0.5 the issuer
 * is an origin that is never asked: only a badge that comes from there is known to be its own.
 */
export const scope: Check = {
  code: 'SCOPE',
  asks: 'Is the badge hosted where its issuer says it hosts badges?',
  ends: [
    { outcome: 'PASS', when: 'it is' },
    { outcome: 'WARN', when: 'it is not, in 1.0 and 1.1, which have no such rule' },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'it is not, in 2.0 and 2.1, or a redirect hides it',
    },
    { outcome: 'FAIL', verdict: 'UNBOUND', when: 'it is not, in 0.5' },
    { outcome: 'SKIPPED', when: 'the issuer is not known' },
  ],
  look({ reading, statement, kind, issuer }) {
    if (reading?.kind !== 'read' || statement?.form !== 'hosted') return [];
    if (issuer?.kind !== 'read') return [skipped('SCOPE', 'The issuer is not known.')];
    const { id } = reading.part;
    if (!isInScope(id, issuer)) return [outside(id, kind?.version)];
    if (keepsNameOnOtherHost(id, statement) && !isInScope(statement.finalUrl, issuer)) {
      const where = showUrl(statement.finalUrl);
      const because = `The assertion comes from ${where}, where the issuer does not host any.`;
      return [fail('SCOPE', because)];
    }
    return [pass('SCOPE')];
  },
};

function outside(id: string, version: OpenBadgesVersion | undefined): CheckResult {
  const because = `The issuer does not host assertions at ${showUrl(id)}.`;
  if (version === 'V0_5') return fail('SCOPE', because, 'UNBOUND');
  const hasRule = version === 'V2_0' || version === 'V2_1';
  return hasRule ? fail('SCOPE', because) : warn('SCOPE', because);
}

function isInScope(url: string, issuer: LinkRead<IssuerPart>): boolean {
  const { startsWith, allowedOrigins } = issuer.part.scope;
  const address = webUrl(url);
  if (address === undefined) return false;
  const origins = allowedOrigins.length > 0 ? allowedOrigins : defaultOrigins(issuer);
  return beginsAsSaid(address, startsWith) && origins.some((origin) => isOrigin(address, origin));
}

function defaultOrigins(issuer: LinkRead<IssuerPart>): HostingScope['allowedOrigins'] {
  const host = webUrl(idOfLink(issuer) ?? '')?.host;
  return host === undefined ? [] : [host];
}

/** Both sides as the URL parser writes them, so that `..` and `%2e%2e` lead nowhere unseen. */
function beginsAsSaid(address: URL, prefixes: HostingScope['startsWith']): boolean {
  if (prefixes.length === 0) return true;
  return prefixes.some((prefix) => {
    const start = webUrl(prefix.trim());
    return start !== undefined && schemeless(address).startsWith(schemeless(start));
  });
}

/** The text asks for host names; an origin with its scheme is understood as well. */
function isOrigin(address: URL, origin: string): boolean {
  const text = origin.trim().toLowerCase();
  const asUrl = webUrl(text.includes('://') ? text : `${address.protocol}//${text}`);
  return asUrl !== undefined && asUrl.host === address.host;
}

/** http and https of one host count as one place; `ID_MISMATCH` warns of mixing them. */
function schemeless(url: URL): string {
  return url.host + url.pathname + url.search;
}
