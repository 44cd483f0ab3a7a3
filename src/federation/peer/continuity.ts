import type { HubKeys } from '../message/jwks.js';
import { findKey, sharesKey } from '../message/jwks.js';
import { verifyRecovery } from '../message/recovery.js';

/** What a `hub-keys-changed` said that one of the trusted keys had signed. */
export interface AnnouncedKeys {
  readonly kids: readonly string[];
  /** When we received it. */
  readonly at: Date;
}

const ANNOUNCED_FOR_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * Is the hub that publishes these keys still the one we know (BFP/1, 2.2)? Somebody may have bought its
 * domain; or it was only installed anew.
 *
 * `continued`: an old key is still there, or one announced all the new ones. `recovered`: the recovery
 * key names them; rules by which earners accept without asking are suspended all the same. `review`:
 * nothing tells, an operator decides.
 */
export async function judgeKeys({
  hub,
  trusted,
  fetched,
  announced,
  recoveryThumbprint,
  now,
}: {
  readonly hub: string;
  readonly trusted: HubKeys;
  readonly fetched: HubKeys;
  readonly announced: readonly AnnouncedKeys[];
  /** As it was pinned at first contact. */
  readonly recoveryThumbprint: string | undefined;
  readonly now: Date;
}): Promise<'same' | 'continued' | 'recovered' | 'review'> {
  if (haveSameKeys(trusted, fetched)) return 'same';
  if (sharesKey(trusted, fetched)) return 'continued';
  const named = announced
    .filter(({ at }) => now.getTime() - at.getTime() <= ANNOUNCED_FOR_MS)
    .flatMap(({ kids }) => kids);
  if (fetched.keys.every(({ kid }) => named.includes(kid))) return 'continued';
  const isVouchedFor = await verifyRecovery({ keys: fetched, hub, recoveryThumbprint, now });
  return isVouchedFor ? 'recovered' : 'review';
}

function haveSameKeys(some: HubKeys, others: HubKeys): boolean {
  return (
    some.keys.length === others.keys.length &&
    some.keys.every(({ kid }) => findKey(others, kid) !== undefined)
  );
}
