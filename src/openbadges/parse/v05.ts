import { z } from 'zod';

import { parseUrl } from '../../parse-url.js';
import { date, image, name, optional, prose, url } from './fields.js';
import type { AssertionPart, BadgeClassPart, IssuerPart, Reading } from './reading.js';
import { defined, readBy } from './reading.js';
import type { JsonObject } from './strict-json.js';
import { isObject } from './strict-json.js';
import { webUrl } from '../web-url.js';

/**
 * Open Badges 0.5 (2011): one hosted document that holds everything. It has no ids; the address it
 * is fetched from is its identity. Pictures, criteria and evidence may be paths below the issuer's
 * origin.
 */

const issuer = z.object({
  origin: url,
  name,
  org: optional(name),
  contact: optional(name),
});

const assertionFields = z.object({
  recipient: name,
  salt: optional(z.string().refine((value) => value.length <= 1_000 && !value.includes('\0'))),
  evidence: optional(name),
  expires: optional(date),
  issued_on: optional(date),
  badge: z.custom<JsonObject>(isObject),
});

const badgeFields = z.object({
  version: optional(name),
  name,
  description: prose,
  image: name,
  criteria: name,
  issuer: z.custom<JsonObject>(isObject),
});

export function readAssertionV05(document: JsonObject, hostedUrl = ''): Reading<AssertionPart> {
  const reading = readBy(assertionFields, document);
  if (reading.kind === 'unreadable') return reading;
  const { recipient, salt, badge, evidence, issued_on: issuedOn, expires } = reading.part;
  const evidenceUrl = absolute(evidence, badge);
  if (evidence !== undefined && evidenceUrl === undefined) return wrong('evidence');
  const part = {
    id: hostedUrl,
    recipient: [
      defined({ type: 'email', value: recipient, hashed: !recipient.includes('@'), salt }),
    ],
    badge: { kind: 'embedded' as const, document: badge },
    issuedOn,
    expires,
    evidence: evidenceUrl === undefined ? [] : [{ id: evidenceUrl }],
    endorsements: [],
  };
  return { kind: 'read', part: defined(part), oddities: [] };
}

export function readBadgeClassV05(document: JsonObject): Reading<BadgeClassPart> {
  const reading = readBy(badgeFields, document);
  if (reading.kind === 'unreadable') return reading;
  const { part } = reading;
  const [picture, criteriaUrl] = [
    pictureUrl(part.image, document),
    absolute(part.criteria, document),
  ];
  if (picture === undefined) return wrong('image');
  if (criteriaUrl === undefined) return wrong('criteria');
  const { name: title, description } = part;
  const achievement = {
    name: title,
    description,
    image: picture,
    criteriaUrl,
    tags: [],
    alignments: [],
  };
  const reference = { kind: 'embedded' as const, document: part.issuer };
  return { kind: 'read', part: { achievement, issuer: reference, endorsements: [] }, oddities: [] };
}

export function readIssuerV05(document: JsonObject): Reading<IssuerPart> {
  const reading = readBy(issuer, document);
  if (reading.kind === 'unreadable') return reading;
  const { origin, name: title, org, contact } = reading.part;
  const id = webUrl(origin.trim())?.origin ?? origin;
  const profile = defined({
    name: title,
    url: id,
    email: contact,
    description: org,
  });
  const scope = { startsWith: [], allowedOrigins: [] };
  return { kind: 'read', part: { id, profile, scope, keys: [], endorsements: [] }, oddities: [] };
}

/** The address of a member that may be a path below the issuer's origin. */
function absolute(text: string | undefined, badge: JsonObject): string | undefined {
  if (text === undefined) return undefined;
  const owner = badge['issuer'];
  const origin = isObject(owner) && typeof owner['origin'] === 'string' ? owner['origin'] : '';
  const base = webUrl(origin.trim())?.href;
  const joined = parseUrl(text, base)?.href ?? text;
  return webUrl(joined) === undefined ? undefined : joined;
}

function pictureUrl(text: string, badge: JsonObject): string | undefined {
  return text.startsWith('data:') && image.safeParse(text).success ? text : absolute(text, badge);
}

function wrong(field: string): Reading<never> {
  return {
    kind: 'unreadable',
    problems: [`the field "${field}" does not hold what Open Badges asks for`],
  };
}
