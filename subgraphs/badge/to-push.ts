import { toSource } from '../../src/graphql/index.js';
import type { PushBadgeInput } from './offer.type.js';
import type { Push } from './receive-badge.js';

/** @throws Refusal BAD_INPUT naming the field unless there is exactly one source the hub can read. */
export function toPush({ source, recipient }: PushBadgeInput): Push {
  return {
    source: toSource(source, 'input.source'),
    ...(typeof recipient === 'string' && { recipient: recipient.trim() }),
  };
}
