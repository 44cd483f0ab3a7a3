import type { Credential, IssuerProfile, OpenBadgesVersion, Verification } from '../credential.js';
import type { AssertionPart, BadgeClassPart, IssuerPart, Reference } from '../parse/reading.js';
import { defined } from '../parse/reading.js';
import { readersFor, versionOf } from '../parse/readers.js';
import type { JsonObject } from '../parse/strict-json.js';
import { webUrl } from '../web-url.js';
import type { Facts } from './facts/facts.js';
import { addressOf, idOfLink } from './facts/follow-link.js';

interface BadgeClassCopy {
  readonly id?: string;
  readonly part: BadgeClassPart;
  readonly version: OpenBadgesVersion;
}

/**
 * The credential as the documents state it. For a badge class or issuer that cannot be reached the
 * embedded copy stands in: the report then is UNVERIFIABLE, but a person can see what it is about.
 * Undefined when the badge class is unknown either way.
 */
export function credentialFrom(facts: Facts): Credential | undefined {
  const { award, kind, statement, badgeClass, issuer } = facts;
  if (award === undefined || kind === undefined || badgeClass === undefined) return undefined;
  const stated = { version: kind.version, award, verification: verificationOf(facts, award) };
  if (badgeClass.kind === 'read') {
    const profile =
      issuer?.kind === 'read'
        ? { ...issuer.part.profile, id: idOfLink(issuer) ?? '' }
        : issuerCopy(badgeClass.part.issuer, badgeClass.version);
    return assemble(
      stated,
      { part: badgeClass.part, ...idIn({ id: idOfLink(badgeClass) }) },
      profile,
    );
  }
  const isAway = badgeClass.kind === 'unreachable' || badgeClass.kind === 'wanted';
  return isAway && statement !== undefined ? withCopies(stated) : undefined;
}

/** What a handed-in copy says, when its issuer's own could not be had. */
export function claimedCredential({
  claimed,
  kind,
  statement,
}: Facts & { readonly claimed?: JsonObject }): Credential | undefined {
  if (claimed === undefined || statement !== undefined) return undefined;
  if (kind?.form !== 'hosted') return undefined;
  const { version } = kind;
  const reading = readersFor(version).assertion(claimed);
  if (reading.kind === 'unreadable') return undefined;
  const { part: award } = reading;
  return withCopies({ version, award, verification: { kind: 'hosted', url: award.id } });
}

/** What the assertion itself says. */
interface Stated {
  readonly version: OpenBadgesVersion;
  readonly award: AssertionPart;
  readonly verification: Verification;
}

function verificationOf(
  { statement }: Facts,
  { id, creator, verifyUrl }: AssertionPart,
): Verification {
  if (statement?.form !== 'signed') return { kind: 'hosted', url: id };
  const keyUrl = creator ?? verifyUrl;
  const isAddress = keyUrl !== undefined && webUrl(keyUrl) !== undefined;
  const proof = {
    kind: 'jws' as const,
    jws: statement.jws,
    ...(isAddress && { keyUrl }),
  };
  return { kind: 'signed', proofs: [proof] };
}

function withCopies(stated: Stated): Credential | undefined {
  const copy = badgeClassCopy(stated.award.badge, stated.version);
  if (copy === undefined) return undefined;
  return assemble(stated, copy, issuerCopy(copy.part.issuer, copy.version));
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
  { version, award, verification }: Stated,
  badgeClass: Omit<BadgeClassCopy, 'version'>,
  issuer: IssuerProfile | undefined,
): Credential | undefined {
  if (issuer === undefined) return undefined;
  const { id, recipient, evidence } = award;
  return defined({
    version,
    id,
    hostedUrl: verification.kind === 'hosted' ? verification.url : undefined,
    issuedOn: award.issuedOn?.at,
    expires: award.expires?.at,
    recipient,
    achievement: { ...badgeClass.part.achievement, ...idIn(badgeClass) },
    issuer,
    evidence,
    narrative: award.narrative,
    image: award.image,
    verification,
    statusEntries: [],
  });
}

function idIn({ id }: { readonly id?: string | undefined }): { readonly id?: string } {
  return id === undefined ? {} : { id };
}
