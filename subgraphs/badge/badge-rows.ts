import { coalesceRows } from '../../src/graphql/index.js';
import { perDatabase } from '../../src/store/index.js';
import { badgeModel } from './badge.model.js';
import type { BadgeDoc } from './badge.model.js';
import { issuerModel } from './issuer.model.js';
import type { IssuerDoc } from './issuer.model.js';

/** A badge without the bytes of its credential, which few ask for. */
export type BadgeRow = Omit<BadgeDoc, 'original'>;

const WITHOUT_BYTES = { projection: { original: 0 } };

/** Badges by id, whoever may see them: ask `seenBy` before anything of them leaves. */
export const badgeRows = perDatabase((database) => {
  const { collection } = database.model(badgeModel);
  return coalesceRows<string, BadgeRow>(
    (ids) => collection.find<BadgeRow>({ _id: { $in: ids as never } }, WITHOUT_BYTES).toArray(),
    (row) => row._id,
  );
});

/** Issuers by id; what is stored of them is for everybody. */
export const issuerRows = perDatabase((database) => {
  const { collection } = database.model(issuerModel);
  return coalesceRows<string, IssuerDoc>(
    (ids) => collection.find<IssuerDoc>({ _id: { $in: ids as never } }).toArray(),
    (row) => row._id,
  );
});
