import type { Clock } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import type { Belongings } from '../../ports.js';
import { addressModel } from '../addresses/address.model.js';
import type { AddressDoc } from '../addresses/address.model.js';
import { rulesOf } from '../issuers/issuer-rules.js';
import { noticeModel } from '../notices/notice.model.js';
import type { NoticeDoc } from '../notices/notice.model.js';
import { sessionsOf } from '../sessions/sessions.js';
import { earnerModel } from './earner.model.js';
import type { EarnerDoc } from './earner.model.js';

export interface ArchiveDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly belongings: readonly Belongings[];
}

/**
 * Everything the hub keeps about an earner, as JSON. `version` changes when the shape does. Secrets are
 * not in it: they are stored as hashes only, which are of no use to her.
 */
export async function accountArchive(
  earner: string,
  deps: ArchiveDeps,
): Promise<Readonly<Record<string, unknown>>> {
  const { database, clock, belongings } = deps;
  const person = await database.model(earnerModel).findById(earner).lean<EarnerDoc>();
  const addresses = await database
    .model(addressModel)
    .find({ earner })
    .sort({ verifiedAt: 1 })
    .lean<AddressDoc[]>();
  const notices = await database
    .model(noticeModel)
    .find({ earner })
    .sort({ at: -1 })
    .lean<NoticeDoc[]>();
  const sessions = await sessionsOf(earner, deps);
  const parts: Record<string, unknown> = {};
  for (const owner of belongings) Object.assign(parts, await owner.tell(earner));
  return {
    format: 'backpack-hub/account',
    version: 1,
    madeAt: clock.now().toISOString(),
    earner: {
      id: earner,
      displayName: person?.displayName ?? null,
      locale: person?.locale ?? null,
      defaultVisibility: person?.defaultVisibility ?? 'PRIVATE',
      emailDiscovery: person?.emailDiscovery ?? false,
      createdAt: person?.createdAt ?? null,
    },
    addresses: addresses.map(({ typed, spellings = [], verifiedAt, primary }) => ({
      address: typed,
      spellings,
      verifiedAt,
      primary,
    })),
    sessions: sessions.map(({ publicId, device, address, createdAt, lastUsedAt, expiresAt }) => ({
      id: publicId,
      device,
      address,
      createdAt,
      lastUsedAt,
      expiresAt,
    })),
    issuerRules: await rulesOf(earner, deps),
    notices: notices.map(({ _id, at, kind, says, badge, readAt }) => ({
      id: _id,
      at,
      kind,
      says,
      badge,
      readAt,
    })),
    ...parts,
  };
}
