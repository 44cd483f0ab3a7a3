import DataLoader from 'dataloader';
import { inOrderOf } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import type { Database } from '../../src/store/index.js';
import type { BadgeVisibility } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { maySee } from './may-see.js';

/** Collections this principal may see, by id; null for the others. */
export function collectionLoader(
  database: Database,
  { principal }: SubgraphContext,
): DataLoader<string, CollectionDoc | null> {
  const { collection } = database.model(collectionModel);
  return new DataLoader(async (ids) => {
    const rows = await collection.find<CollectionDoc>({ _id: { $in: ids as never } }).toArray();
    return inOrderOf(
      ids,
      rows.filter((row) => maySee(principal, row)),
      (row) => row._id,
    );
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
