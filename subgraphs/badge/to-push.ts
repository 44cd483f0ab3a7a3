import { Refusal } from '../../src/errors.js';
import type { Source } from '../../src/openbadges/index.js';
import type { BadgeSourceInput, PushBadgeInput } from './offer.type.js';
import type { Push } from './receive-badge.js';

/** @throws Refusal BAD_INPUT naming the field unless there is exactly one source the hub can read. */
export function toPush(input: PushBadgeInput): Push {
  const source = toSource(input.source, 'input.source');
  return {
    source,
    ...(typeof input.recipient === 'string' && { recipient: input.recipient.trim() }),
  };
}

function toSource(input: BadgeSourceInput, field: string): Source {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  const [only, ...more] = given;
  if (only === undefined || more.length > 0) {
    throw new Refusal(
      'BAD_INPUT',
      'source needs exactly one of assertionUrl, signature, credential, image.',
      { field },
    );
  }
  if (typeof input.assertionUrl === 'string') return { kind: 'url', url: input.assertionUrl };
  if (typeof input.image === 'string') {
    return { kind: 'image', bytes: Buffer.from(input.image, 'base64') };
  }
  if (typeof input.signature === 'string') {
    throw new Refusal(
      'BAD_INPUT',
      'signature: signed badges are not read yet; push the hosted form.',
      {
        field: `${field}.signature`,
      },
    );
  }
  return { kind: 'json', text: JSON.stringify(input.credential) };
}
