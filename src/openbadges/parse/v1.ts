import { z } from 'zod';

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
import { readEvidence, evidence } from './evidence.js';
import type { AssertionPart, BadgeClassPart, IssuerPart, Reading } from './reading.js';
import { defined, readBy } from './reading.js';
import { contextVersion } from './detect-version.js';
import type { JsonObject } from './strict-json.js';
import { webUrl } from '../web-url.js';

/** Open Badges 1.0 (2013) and 1.1 (2015); 1.1 adds `@context`, `type` and `id` to every object. */

/** 1.0 gives no ids, and lets anybody add members of their own. */
const addressIfAny = z
  .unknown()
  .transform((id) => (typeof id === 'string' && webUrl(id) !== undefined ? id : undefined))
  .optional();

const assertionV10 = z.object({
  uid: z.union([name, z.number().transform(String)]),
  recipient: identity,
  badge: reference,
  verify: z.object({ type: z.literal('hosted'), url }),
  issuedOn: date,
  expires: optional(date),
  evidence: optional(evidence),
  narrative: optional(prose),
  image: optional(image),
  id: addressIfAny,
});
const assertionV11 = assertionV10.extend({ type: typeAmong(['Assertion']), id: url });

const badgeClassV10 = z.object({
  name,
  description: prose,
  image,
  criteria: url,
  issuer: reference,
  tags,
  alignment: optional(
    oneOrMany(z.object({ name, url: optional(url), description: optional(prose) })),
  ),
  id: addressIfAny,
});
const badgeClassV11 = badgeClassV10.extend({ type: typeAmong(['BadgeClass']), id: url });

const issuerV10 = z.object({
  name,
  url,
  description: optional(prose),
  image: optional(image),
  email: optional(name),
  id: addressIfAny,
});
const issuerV11 = issuerV10.extend({
  type: typeAmong(['Issuer', 'IssuerOrg', 'Profile']),
  id: url,
});

export function readAssertionV1(document: JsonObject): Reading<AssertionPart> {
  const reading = readBy(isV11(document) ? assertionV11 : assertionV10, document);
  if (reading.kind === 'unreadable') return reading;
  const { recipient, verify, id, ...rest } = reading.part;
  const { type, identity: value, hashed, salt } = recipient;
  const part = {
    badge: rest.badge,
    issuedOn: rest.issuedOn,
    expires: rest.expires,
    narrative: rest.narrative,
    image: rest.image,
    id: id?.trim() ?? verify.url.trim(),
    verifyUrl: verify.url.trim(),
    recipient: [defined({ type, value, hashed, salt })],
    evidence: readEvidence(rest.evidence),
  };
  return { kind: 'read', part: defined(part), oddities: [] };
}

export function readBadgeClassV1(document: JsonObject): Reading<BadgeClassPart> {
  const reading = readBy(isV11(document) ? badgeClassV11 : badgeClassV10, document);
  if (reading.kind === 'unreadable') return reading;
  const { id, issuer, criteria, alignment = [], ...rest } = reading.part;
  const achievement = {
    name: rest.name,
    description: rest.description,
    image: rest.image,
    criteriaUrl: criteria,
    tags: rest.tags ?? [],
    alignments: alignment.map((target) =>
      defined({
        targetName: target.name,
        targetUrl: target.url,
        targetDescription: target.description,
      }),
    ),
  };
  const part = { id, achievement, issuer: issuer };
  return { kind: 'read', part: defined(part), oddities: [] };
}

export function readIssuerV1(document: JsonObject): Reading<IssuerPart> {
  const reading = readBy(isV11(document) ? issuerV11 : issuerV10, document);
  if (reading.kind === 'unreadable') return reading;
  const { id, name: title, description, email } = reading.part;
  const profile = defined({
    name: title,
    url: reading.part.url,
    description,
    email,
    image: reading.part.image,
  });
  const part = { id, profile, scope: { startsWith: [], allowedOrigins: [] } };
  return { kind: 'read', part: defined(part), oddities: [] };
}

function isV11(document: JsonObject): boolean {
  return contextVersion(document) === 'V1_1';
}
