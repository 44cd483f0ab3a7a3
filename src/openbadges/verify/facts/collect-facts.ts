import type { OpenBadgesVersion } from '../../credential.js';
import { detectKind } from '../../parse/detect-version.js';
import type { Kind } from '../../parse/detect-version.js';
import { readPayload } from '../../parse/payload.js';
import { readersFor } from '../../parse/readers.js';
import type { EndorsementReference, IssuerPart, StatedPart } from '../../parse/reading.js';
import type { JsonObject } from '../../parse/strict-json.js';
import { readEndorsementV2 } from '../../parse/v2.js';
import type { Desk } from './desk.js';
import type { Source } from '../evidence.js';
import type { EndorsementFacts, Facts, Statement } from './facts.js';
import { findKeys } from './find-keys.js';
import { findRevocations } from './find-revocations.js';
import { findReferred, findStatement } from './find-statement.js';
import type { Search } from './find-statement.js';
import { followBadgeClass, followIssuer, idOfLink } from './follow-link.js';
import type { Link } from './follow-link.js';

/** Each may cost two fetches. */
const MAX_ENDORSEMENTS = 5;

/** Finds the credential and follows its links as far as the documents are known. */
export function collectFacts(source: Source, desk: Desk): Facts & Pick<Search, 'claimed'> {
  const search = findStatement(source, desk);
  const { trail, kind, statement, claimed } = search;
  const found = { trail, endorsements: [], ...(kind && { kind }), ...(claimed && { claimed }) };
  if (statement === undefined) return found;
  if (kind === undefined) return { ...found, statement };
  return { ...found, ...followLinks(statement, kind, desk) };
}

function followLinks(statement: Statement, kind: Kind, desk: Desk): Omit<Facts, 'trail' | 'kind'> {
  const address = statement.form === 'hosted' ? statement.askedUrl : undefined;
  const reading = readersFor(kind.version).assertion(statement.document, address);
  const start = { statement, reading, endorsements: [] };
  if (reading.kind === 'unreadable') return start;
  const { part: award } = reading;
  const { recipient } = award;
  const badgeClass = followBadgeClass(award.badge, linkRules(kind.version, statement), desk);
  const withClass = { ...start, recipient, award, badgeClass };
  if (badgeClass.kind !== 'read') return withClass;
  const issuer = followIssuer(badgeClass.part.issuer, badgeClass.version, desk);
  const pictureUrl = award.image ?? badgeClass.part.achievement.image;
  const seen = pictureUrl === undefined ? undefined : desk.picture(pictureUrl);
  return {
    ...withClass,
    issuer,
    ...proofOf(statement, award, issuer, desk),
    ...(pictureUrl !== undefined && { picture: { url: pictureUrl, ...(seen && { seen }) } }),
    endorsements: endorsementsOf({ statement, award, badgeClass, issuer }, kind.version, desk),
  };
}

function linkRules(version: OpenBadgesVersion, { form }: Statement) {
  return { inherited: version, trustCopies: form === 'signed' || version === 'V0_5' };
}

/** What is needed to believe a signature, besides the signature. */
function proofOf(
  statement: Statement,
  part: StatedPart,
  issuer: Link<IssuerPart>,
  desk: Desk,
): Pick<Facts, 'keys' | 'revocations'> {
  if (statement.form === 'hosted') return {};
  const keys = findKeys(part, issuer, desk);
  const revocations = findRevocations(issuer, desk);
  return { keys, ...(revocations && { revocations }) };
}

function endorsementsOf(
  { award, badgeClass, issuer }: Pick<Facts, 'statement' | 'award' | 'badgeClass' | 'issuer'>,
  version: OpenBadgesVersion,
  desk: Desk,
): readonly EndorsementFacts[] {
  if (issuer?.kind !== 'read' || badgeClass?.kind !== 'read' || award === undefined) return [];
  const about = [
    { about: 'ASSERTION', endorsed: award.id, references: award.endorsements },
    {
      about: 'BADGE_CLASS',
      endorsed: idOfLink(badgeClass),
      references: badgeClass.part.endorsements,
    },
    { about: 'ISSUER', endorsed: idOfLink(issuer), references: issuer.part.endorsements },
  ] as const;
  return about
    .flatMap(({ references, ...what }) => references.map((reference) => ({ ...what, reference })))
    .slice(0, MAX_ENDORSEMENTS)
    .map(({ about: noun, endorsed, reference }) => ({
      about: noun,
      ...(endorsed !== undefined && { endorsed }),
      ...followEndorsement(reference, version, desk),
    }));
}

/** An endorsement is judged like a badge: it is hosted or signed, and has an issuer. */
function followEndorsement(
  reference: EndorsementReference,
  version: OpenBadgesVersion,
  desk: Desk,
): Pick<EndorsementFacts, 'facts' | 'part'> {
  const payload = payloadOf(reference);
  if (payload.kind === 'broken') {
    const trail = [{ step: 'input' as const }, { step: 'read' as const, problem: payload.because }];
    return { facts: { trail, endorsements: [] } };
  }
  const search = findReferred(payload, desk, (document) => endorsementKind(document, version));
  const { trail, kind, statement } = search;
  const found: Facts = { trail, endorsements: [], ...(kind && { kind }) };
  if (statement === undefined || kind === undefined) {
    return { facts: { ...found, ...(statement && { statement }) } };
  }
  const reading = readEndorsementV2(statement.document);
  if (reading.kind === 'unreadable') return { facts: { ...found, statement, reading } };
  const { part } = reading;
  const issuer = followIssuer(part.issuer, kind.version, desk);
  const proof = proofOf(statement, part, issuer, desk);
  return { facts: { ...found, statement, reading, issuer, ...proof }, part };
}

function payloadOf(reference: EndorsementReference) {
  if (reference.kind === 'url') return { kind: 'url' as const, url: reference.url };
  if (reference.kind === 'jws') return readPayload(reference.jws);
  return { kind: 'document' as const, document: reference.document };
}

/** Inside a badge an endorsement need not repeat the context. */
function endorsementKind(document: JsonObject, version: OpenBadgesVersion): Kind | undefined {
  const own = detectKind(document);
  if (own !== undefined || document['@context'] !== undefined) return own;
  const context = 'https://w3id.org/openbadges/v2';
  const inherited = detectKind({ ...document, '@context': context });
  return inherited && { ...inherited, version };
}
