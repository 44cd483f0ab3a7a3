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
import { revocationListUrl } from './signed.js';
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
  verify: z.object({ type: z.enum(['hosted', 'signed']), url }),
  issuedOn: date,
  expires: optional(date),
  evidence: optional(evidence),
  narrative: optional(prose),
  image: optional(image),
  id: addressIfAny,
});
/** A signed one need not be anywhere. */
const assertionV11 = assertionV10.extend({ type: typeAmong(['Assertion']), id: name });

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
  revocationList: revocationListUrl,
  id: addressIfAny,
});
const issuerV11 = issuerV10.extend({
  type: typeAmong(['Issuer', 'IssuerOrg', 'Profile']),
  id: url,
});

export function readAssertionV1(document: JsonObject): Reading<AssertionPart> {
  const reading = readBy(isV11(document) ? assertionV11 : assertionV10, document);
  if (reading.kind === 'unreadable') return reading;
  const { recipient, verify, id, uid, ...rest } = reading.part;
  const isSigned = verify.type === 'signed';
  if (!isSigned && id !== undefined && webUrl(id.trim()) === undefined) return idIsNoUrl();
  const { type, identity: value, hashed, salt } = recipient;
  const part = {
    badge: rest.badge,
    issuedOn: rest.issuedOn,
    expires: rest.expires,
    narrative: rest.narrative,
    image: rest.image,
    id: id?.trim() ?? (isSigned ? uid : verify.url.trim()),
    uid,
    verifyUrl: verify.url.trim(),
    recipient: [defined({ type, value, hashed, salt })],
    evidence: readEvidence(rest.evidence),
    endorsements: [],
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
  const part = { id, achievement, issuer, endorsements: [] };
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
  const { revocationList } = reading.part;
  const scope = { startsWith: [], allowedOrigins: [] };
  const part = { id, profile, scope, revocationList, keys: [], endorsements: [] };
  return { kind: 'read', part: defined(part), oddities: [] };
}

function idIsNoUrl(): Reading<never> {
  const problem = 'the field "id" of a hosted badge is no http or https URL';
  return { kind: 'unreadable', problems: [problem] };
}

function isV11(document: JsonObject): boolean {
  return contextVersion(document) === 'V1_1';
}
