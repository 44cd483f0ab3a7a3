import DataLoader from 'dataloader';
import { coalesceRows } from '../../../src/graphql/index.js';
import { perDatabase } from '../../../src/store/index.js';
import type { Database } from '../../../src/store/index.js';
import { addressModel } from '../addresses/address.model.js';
import type { AddressDoc } from '../addresses/address.model.js';
import { earnerModel } from './earner.model.js';
import type { EarnerDoc } from './earner.model.js';

const SHOWN = {
  displayName: 1,
  locale: 1,
  defaultVisibility: 1,
  emailDiscovery: 1,
  mergedInto: 1,
} as const;

const earnerRows = perDatabase((database) => {
  const { collection } = database.model(earnerModel);
  return coalesceRows<string, EarnerDoc>(
    (ids) =>
      collection.find<EarnerDoc>({ _id: { $in: ids as never } }, { projection: SHOWN }).toArray(),
    (row) => row._id,
  );
});

/** Earners by id, one query for all that are asked for together. */
export function earnerLoader(database: Database): DataLoader<string, EarnerDoc | null> {
  const read = earnerRows(database);
  return new DataLoader(async (ids) => {
    const rows = await read(ids);
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** Addresses by earner, the primary one first. */
export function addressesLoader(database: Database): DataLoader<string, readonly AddressDoc[]> {
  return new DataLoader(async (earners) => {
    const rows = await database
      .model(addressModel)
      .find({ earner: { $in: [...earners] } })
      .sort({ primary: -1, verifiedAt: 1 })
      .lean();
    return earners.map((earner) => rows.filter((row) => row.earner === earner));
  });
}
