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
import type { AssertionPart, BadgeClassPart, IssuerPart, Reading } from './reading.js';
import { defined, readBy } from './reading.js';
import type { JsonObject } from './strict-json.js';

/** Open Badges 2.0 (2018), whose objects 2.1 kept. */

const hosting = z.object({ type: typeAmong(['HostedBadge', 'hosted']), url: optional(url) });

const assertion = z.object({
  id: url,
  type: typeAmong(['Assertion']),
  recipient: identity,
  badge: reference,
  verification: hosting,
  issuedOn: date,
  expires: optional(date),
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
  alignment: optional(oneOrMany(alignment)),
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
});

export function readAssertionV2(document: JsonObject): Reading<AssertionPart> {
  const { verification, verify } = document;
  const usesOldName = verification === undefined && verify !== undefined;
  const reading = readBy(assertion, usesOldName ? { ...document, verification: verify } : document);
  if (reading.kind === 'unreadable') return reading;
  const { recipient, verification: how, ...rest } = reading.part;
  const problems = [
    ...zoneProblems('issuedOn', rest.issuedOn),
    ...zoneProblems('expires', rest.expires),
  ];
  if (problems.length > 0) return { kind: 'unreadable', problems };
  const { type, identity: value, hashed, salt } = recipient;
  const part = {
    id: rest.id.trim(),
    badge: rest.badge,
    issuedOn: rest.issuedOn,
    expires: rest.expires,
    narrative: rest.narrative,
    image: rest.image,
    verifyUrl: how.url?.trim(),
    recipient: [defined({ type, value, hashed, salt })],
    evidence: readEvidence(rest.evidence),
  };
  const oddities = [
    ...(usesOldName ? ['the field "verification" has its old name "verify"'] : []),
    ...digitsOddity('issuedOn', rest.issuedOn),
    ...digitsOddity('expires', rest.expires),
  ];
  return { kind: 'read', part: defined(part), oddities };
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
  };
  return { kind: 'read', part, oddities: [] };
}

function zoneProblems(field: string, moment: Moment | undefined): readonly string[] {
  return moment?.written === 'without-zone' ? [`the field "${field}" has no time zone`] : [];
}

function digitsOddity(field: string, moment: Moment | undefined): readonly string[] {
  return moment?.written === 'as-digits'
    ? [`the field "${field}" is written as Unix seconds, which 2.0 gave up`]
    : [];
}
