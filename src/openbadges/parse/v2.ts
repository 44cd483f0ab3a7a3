import { z } from 'zod';

import { evidence, readEvidence } from './evidence.js';
import {
  date,
  identity,
  image,
  name,
  oneOrMany,
  optional,
  prose,
  reference,
  tags,
  typeAmong,
  url,
} from './fields.js';
import type { Moment } from './read-date.js';
import type {
  AssertionPart,
  BadgeClassPart,
  EndorsementPart,
  IssuerPart,
  Reading,
  StatedPart,
} from './reading.js';
import { defined, readBy } from './reading.js';
import { creator, endorsements, publicKeys, readKeys, revocationListUrl } from './signed.js';
import type { JsonObject } from './strict-json.js';
import { webUrl } from '../web-url.js';

/** Open Badges 2.0 (2018), whose objects 2.1 kept. */

const HOSTED = ['HostedBadge', 'hosted'];
const SIGNED = ['SignedBadge', 'signed'];

const verification = z.object({
  type: typeAmong([...HOSTED, ...SIGNED]),
  url: optional(url),
  creator: optional(creator),
});

const assertion = z.object({
  id: name,
  type: typeAmong(['Assertion']),
  recipient: identity,
  badge: reference,
  verification,
  uid: z.unknown().optional(),
  issuedOn: date,
  expires: optional(date),
  endorsement: endorsements,
  evidence: optional(evidence),
  narrative: optional(prose),
  image: optional(image),
});

const criteria = z.union([
  url.transform((id) => ({ id, narrative: undefined })),
  z
    .object({ id: optional(url), narrative: optional(prose) })
    .refine(({ id, narrative }) => id !== undefined || narrative !== undefined),
]);

const alignment = z.object({
  targetName: name,
  targetUrl: url,
  targetDescription: optional(prose),
  targetFramework: optional(name),
  targetCode: optional(name),
});

const badgeClass = z.object({
  id: name,
  type: typeAmong(['BadgeClass']),
  name,
  description: prose,
  image,
  criteria,
  issuer: reference,
  tags,
  endorsement: endorsements,
  alignment: optional(oneOrMany(alignment)),
});

const endorsement = z.object({
  id: name,
  type: typeAmong(['Endorsement']),
  claim: z.object({ id: name, endorsementComment: optional(prose) }),
  issuer: reference,
  verification,
  uid: z.unknown().optional(),
  issuedOn: date,
  expires: optional(date),
});

const issuer = z.object({
  id: name,
  type: typeAmong(['Issuer', 'Profile']),
  name,
  url,
  email: name,
  description: optional(prose),
  image: optional(image),
  verification: z
    .object({ startsWith: oneOrMany(url).optional(), allowedOrigins: oneOrMany(name).optional() })
    .optional(),
  publicKey: publicKeys,
  revocationList: revocationListUrl,
  endorsement: endorsements,
});

export function readAssertionV2(document: JsonObject): Reading<AssertionPart> {
  const reading = readStatement(assertion, document);
  if (reading.kind === 'unreadable') return reading;
  const { recipient, stated, ...rest } = reading.part;
  const { type, identity: value, hashed, salt } = recipient;
  const part = {
    ...stated,
    badge: rest.badge,
    narrative: rest.narrative,
    image: rest.image,
    recipient: [defined({ type, value, hashed, salt })],
    evidence: readEvidence(rest.evidence),
    endorsements: rest.endorsement,
  };
  return { ...reading, part: defined(part) };
}

export function readEndorsementV2(document: JsonObject): Reading<EndorsementPart> {
  const reading = readStatement(endorsement, document);
  if (reading.kind === 'unreadable') return reading;
  const { stated, claim, issuer: by } = reading.part;
  const { id: endorsed, endorsementComment: comment } = claim;
  return { ...reading, part: { ...stated, ...defined({ endorsed, comment }), issuer: by } };
}

interface StatementFields {
  readonly id: string;
  readonly verification: z.output<typeof verification>;
  readonly uid?: unknown;
  readonly issuedOn: Moment;
  readonly expires?: Moment | undefined;
}

/** What an assertion and an endorsement have in common: whose word it is, and for how long. */
function readStatement<Fields extends StatementFields>(
  schema: z.ZodType<Fields>,
  document: JsonObject,
): Reading<Fields & { readonly stated: StatedPart }> {
  const usesOldName = document['verification'] === undefined && document['verify'] !== undefined;
  const reading = readBy(
    schema,
    usesOldName ? { ...document, verification: document['verify'] } : document,
  );
  if (reading.kind === 'unreadable') return reading;
  const { id, verification: how, uid, issuedOn, expires } = reading.part;
  const isHosted = !how.type.some((type) => SIGNED.includes(type));
  const problems = [
    ...zoneProblems('issuedOn', issuedOn),
    ...zoneProblems('expires', expires),
    ...(isHosted && webUrl(id.trim()) === undefined
      ? ['the field "id" of a hosted badge is no http or https URL']
      : []),
  ];
  if (problems.length > 0) return { kind: 'unreadable', problems };
  const stated = defined({
    id: id.trim(),
    uid: typeof uid === 'string' || typeof uid === 'number' ? String(uid) : undefined,
    verifyUrl: how.url?.trim(),
    creator: how.creator,
    issuedOn,
    expires,
  });
  const oddities = [
    ...(usesOldName ? ['the field "verification" has its old name "verify"'] : []),
    ...digitsOddity('issuedOn', issuedOn),
    ...digitsOddity('expires', expires),
  ];
  return { kind: 'read', part: { ...reading.part, stated }, oddities };
}

export function readBadgeClassV2(document: JsonObject): Reading<BadgeClassPart> {
  const reading = readBy(badgeClass, document);
  if (reading.kind === 'unreadable') return reading;
  const { part } = reading;
  const achievement = {
    name: part.name,
    description: part.description,
    criteriaUrl: part.criteria.id,
    criteriaNarrative: part.criteria.narrative,
    image: part.image,
    tags: part.tags ?? [],
    alignments: (part.alignment ?? []).map(defined),
  };
  const read = {
    id: part.id.trim(),
    achievement: defined(achievement),
    issuer: part.issuer,
    endorsements: part.endorsement,
  };
  return { kind: 'read', part: read, oddities: [] };
}

export function readIssuerV2(document: JsonObject): Reading<IssuerPart> {
  const reading = readBy(issuer, document);
  if (reading.kind === 'unreadable') return reading;
  const {
    id,
    verification,
    name: title,
    url: home,
    email,
    description,
    image: logo,
  } = reading.part;
  const { startsWith = [], allowedOrigins = [] } = verification ?? {};
  const part = {
    id: id.trim(),
    profile: defined({ name: title, url: home, email, description, image: logo }),
    scope: { startsWith, allowedOrigins },
    keys: readKeys(reading.part.publicKey),
    revocationList: reading.part.revocationList,
    endorsements: reading.part.endorsement,
  };
  return { kind: 'read', part: defined(part), oddities: [] };
}

function zoneProblems(field: string, moment: Moment | undefined): readonly string[] {
  return moment?.written === 'without-zone' ? [`the field "${field}" has no time zone`] : [];
}

function digitsOddity(field: string, moment: Moment | undefined): readonly string[] {
  return moment?.written === 'as-digits'
    ? [`the field "${field}" is written as Unix seconds, which 2.0 gave up`]
    : [];
}
