import type { Credential, IssuerProfile, OpenBadgesVersion } from '../credential.js';
import type { AssertionPart, BadgeClassPart, IssuerPart, Reference } from '../parse/reading.js';
import { defined } from '../parse/reading.js';
import { readersFor, versionOf } from '../parse/readers.js';
import type { JsonObject } from '../parse/strict-json.js';
import { webUrl } from '../web-url.js';
import type { Facts } from './facts.js';
import type { Search } from './find-assertion.js';
import { addressOf, idOfLink } from './follow-link.js';

interface BadgeClassCopy {
  readonly id?: string;
  readonly part: BadgeClassPart;
  readonly version: OpenBadgesVersion;
}

/**
 * The credential as the fetched documents state it. For a badge class or issuer that cannot be
 * reached the embedded copy stands in: the report then is UNVERIFIABLE, but a person can see what
 * it is about. Undefined when the badge class is unknown either way.
 */
export function credentialFrom(facts: Facts): Credential | undefined {
  const { reading, version, badgeClass, issuer } = facts;
  if (reading.kind === 'unreadable' || badgeClass === undefined) return undefined;
  const { part } = reading;
  if (badgeClass.kind === 'read') {
    const id = idOfLink(badgeClass);
    const profile =
      issuer?.kind === 'read'
        ? { ...issuer.part.profile, id: idOfLink(issuer) ?? '' }
        : issuerCopy(badgeClass.part.issuer, badgeClass.version);
    return assemble(
      version,
      part,
      { part: badgeClass.part, ...(id !== undefined && { id }) },
      profile,
    );
  }
  return badgeClass.kind === 'unreachable' ? withCopies(version, part) : undefined;
}

/** What a handed-in copy says, when its issuer's own could not be had. */
export function claimedCredential({ claimed, kind, assertion }: Search): Credential | undefined {
  if (claimed === undefined || assertion !== undefined) return undefined;
  if (kind?.form !== 'hosted' || kind.version === 'V0_5') return undefined;
  const reading = readersFor(kind.version).assertion(claimed);
  return reading.kind === 'read' ? withCopies(kind.version, reading.part) : undefined;
}

function withCopies(version: OpenBadgesVersion, assertion: AssertionPart): Credential | undefined {
  const copy = badgeClassCopy(assertion.badge, version);
  if (copy === undefined) return undefined;
  return assemble(version, assertion, copy, issuerCopy(copy.part.issuer, copy.version));
}

function badgeClassCopy(
  reference: Reference,
  inherited: OpenBadgesVersion,
): BadgeClassCopy | undefined {
  if (reference.kind === 'url') return undefined;
  const version = versionOf(reference.document, inherited);
  const reading = readersFor(version).badgeClass(reference.document);
  return reading.kind === 'read'
    ? { ...idIn(reading.part), part: reading.part, version }
    : undefined;
}

/** Undefined when the issuer has no address: then it is nobody. */
function issuerCopy(reference: Reference, version: OpenBadgesVersion): IssuerProfile | undefined {
  const id = addressOf(reference);
  if (id === undefined) return undefined;
  const copy =
    reference.kind === 'embedded' ? readIssuerCopy(reference.document, version) : undefined;
  return copy === undefined ? { id, name: webUrl(id)?.host ?? id } : { ...copy.profile, id };
}

function readIssuerCopy(
  document: JsonObject,
  inherited: OpenBadgesVersion,
): IssuerPart | undefined {
  const reading = readersFor(versionOf(document, inherited)).issuer(document);
  return reading.kind === 'read' ? reading.part : undefined;
}

function assemble(
  version: OpenBadgesVersion,
  assertion: AssertionPart,
  badgeClass: Omit<BadgeClassCopy, 'version'>,
  issuer: IssuerProfile | undefined,
): Credential | undefined {
  if (issuer === undefined) return undefined;
  const { id, recipient, evidence } = assertion;
  const credential = {
    version,
    id,
    hostedUrl: id,
    issuedOn: assertion.issuedOn.at,
    expires: assertion.expires?.at,
    recipient,
    achievement: { ...badgeClass.part.achievement, ...idIn(badgeClass) },
    issuer,
    evidence,
    narrative: assertion.narrative,
    image: assertion.image,
    verification: { kind: 'hosted' as const, url: id },
    statusEntries: [],
  };
  return defined(credential);
}

function idIn({ id }: { readonly id?: string }): { readonly id?: string } {
  return id === undefined ? {} : { id };
}
