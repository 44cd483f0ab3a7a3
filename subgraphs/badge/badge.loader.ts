import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import type { SharedBadges } from '../ports.js';
import { badgeRows, issuerRows } from './badge-rows.js';
import type { BadgeRow } from './badge-rows.js';
import { badgeModel } from './badge.model.js';
import type { IssuerDoc } from './issuer.model.js';
import { seenBy } from './visible-badges.js';

/** Badges this principal may see, by id; null for the others. */
export function badgeLoader(
  database: Database,
  shared: SharedBadges,
  { principal }: SubgraphContext,
): DataLoader<string, BadgeRow | null> {
  const read = badgeRows(database);
  return new DataLoader(async (ids) => {
    const rows = await read(ids);
    const asked = ids.flatMap((id) => rows.get(id) ?? []);
    const seen = await seenBy(principal, asked, shared);
    return ids.map((id) => (seen.has(id) ? (rows.get(id) ?? null) : null));
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
  const read = issuerRows(database);
  return new DataLoader(async (ids) => {
    const rows = await read(ids);
    return ids.map((id) => rows.get(id) ?? null);
  });
}
