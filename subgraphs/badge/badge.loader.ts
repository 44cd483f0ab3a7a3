import DataLoader from 'dataloader';
import { inOrderOf } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import type { SharedBadges } from '../ports.js';
import { badgeModel } from './badge.model.js';
import type { BadgeDoc } from './badge.model.js';
import { issuerModel } from './issuer.model.js';
import type { IssuerDoc } from './issuer.model.js';
import { seenBy } from './visible-badges.js';

/** A badge without the bytes of its credential, which few ask for. */
export type BadgeRow = Omit<BadgeDoc, 'original'>;

const WITHOUT_BYTES = { projection: { original: 0 } };

/** Badges this principal may see, by id; null for the others. */
export function badgeLoader(
  database: Database,
  shared: SharedBadges,
  { principal }: SubgraphContext,
): DataLoader<string, BadgeRow | null> {
  const { collection } = database.model(badgeModel);
  return new DataLoader(async (ids) => {
    const rows = await collection
      .find<BadgeRow>({ _id: { $in: ids as never } }, WITHOUT_BYTES)
      .toArray();
    const seen = await seenBy(principal, rows, shared);
    return inOrderOf(
      ids,
      rows.filter(({ _id }) => seen.has(_id)),
      (row) => row._id,
    );
  });
}

/** The credential of badges, byte for byte. Whoever asks has made sure that it may be read. */
export function originalLoader(database: Database): DataLoader<string, Buffer | null> {
  const badges = database.model(badgeModel);
  return new DataLoader(async (ids) => {
    const rows = await badges.find({ _id: { $in: [...ids] } }, { original: 1 }).lean();
    const byId = new Map(rows.map((row) => [row._id, Buffer.from(row.original.buffer)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** Issuers by id; what is stored of them is for everybody. */
export function issuerLoader(database: Database): DataLoader<string, IssuerDoc | null> {
  const { collection } = database.model(issuerModel);
  return new DataLoader(async (ids) => {
    const rows = await collection.find<IssuerDoc>({ _id: { $in: ids as never } }).toArray();
    return inOrderOf(ids, rows, (row) => row._id);
  });
}
