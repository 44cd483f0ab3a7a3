import DataLoader from 'dataloader';
import { coalesceRows } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import { perDatabase } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import type { BadgeVisibility } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { maySee } from './may-see.js';

/** Collections by id, whoever may see them: ask `maySee` before anything of them leaves. */
const collectionRows = perDatabase((database) => {
  const { collection } = database.model(collectionModel);
  return coalesceRows<string, CollectionDoc>(
    (ids) => collection.find<CollectionDoc>({ _id: { $in: ids as never } }).toArray(),
    (row) => row._id,
  );
});

/** Collections this principal may see, by id; null for the others. */
export function collectionLoader(
  database: Database,
  { principal }: SubgraphContext,
): DataLoader<string, CollectionDoc | null> {
  const read = collectionRows(database);
  return new DataLoader(async (ids) => {
    const rows = await read(ids);
    return ids.map((id) => {
      const row = rows.get(id);
      return row !== undefined && maySee(principal, row) ? row : null;
    });
  });
}

/** May this principal see the badge? */
export function visibleBadgeLoader(
  visibility: BadgeVisibility,
  { principal }: SubgraphContext,
): DataLoader<string, boolean> {
  return new DataLoader(async (ids) => {
    const visible = await visibility.visibleBadges(principal, ids);
    return ids.map((id) => visible.has(id));
  });
}
