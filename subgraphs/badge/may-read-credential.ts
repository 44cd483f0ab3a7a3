import { mayActFor } from '../../src/policy/index.js';
import type { Principal } from '../../src/runtime/index.js';
import type { BadgeDoc } from './badge.model.js';

/**
 * May somebody who sees the badge also read what its issuer wrote? She herself always; others unless it
 * would publish her address and she did not reveal it.
 */
export function mayReadCredential(
  principal: Principal,
  badge: Pick<BadgeDoc, 'earner' | 'publishesRecipient' | 'revealRecipient'>,
): boolean {
  const hers = mayActFor(principal, badge.earner, 'badges.read');
  return hers || !badge.publishesRecipient || badge.revealRecipient;
}
