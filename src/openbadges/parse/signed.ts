import { z } from 'zod';

import { name, oneOrMany, optional, url } from './fields.js';
import type { EndorsementReference, KeyReference } from './reading.js';
import { defined } from './reading.js';
import type { JsonObject } from './strict-json.js';
import { isObject } from './strict-json.js';
import { isCompactJws } from './payload.js';
import { webUrl } from '../web-url.js';

/** Members that 2.0 documents share: keys and endorsements (2.0, "CryptographicKey", "Endorsement"). */

const key = z.object({ id: name, owner: optional(name), publicKeyPem: optional(z.string()) });

export const publicKeys = oneOrMany(
  z.union([name.transform((id) => ({ id, owner: undefined, publicKeyPem: undefined })), key]),
).optional();

export function readKeys(keys: z.output<typeof publicKeys>): readonly KeyReference[] {
  return (keys ?? []).map(({ id, owner, publicKeyPem }) =>
    defined({ id: id.trim(), owner: owner?.trim(), pem: publicKeyPem }),
  );
}

/** Where a key is, given by its URL or as an object that names it. */
export const creator = z
  .union([name, z.object({ id: name })])
  .transform((value) => (typeof value === 'string' ? value : value.id).trim());

/** What is no endorsement in any form is left out: a third party's mistake is not the badge's. */
export const endorsements = oneOrMany(z.unknown())
  .optional()
  .transform((items) => (items ?? []).flatMap(toEndorsement));

function toEndorsement(item: unknown): readonly EndorsementReference[] {
  if (isObject(item)) return [{ kind: 'embedded', document: item satisfies JsonObject }];
  if (typeof item !== 'string') return [];
  const text = item.trim();
  if (webUrl(text) !== undefined) return [{ kind: 'url', url: text }];
  return isCompactJws(text) ? [{ kind: 'jws', jws: text }] : [];
}

export const revocationListUrl = optional(url.transform((value) => value.trim()));
