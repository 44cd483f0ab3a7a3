import { DateTime, UrlScalar, checkPageSize, toConnection } from '../../src/graphql/index.js';
import type { CursorCodec } from '../../src/graphql/index.js';
import type { BadgeRow } from '../../subgraphs/badge/badge-rows.js';
import type { IssuerDoc } from '../../subgraphs/badge/issuer.model.js';
import type { CollectionDoc } from '../../subgraphs/collection/collection.model.js';
import type { MonolithContext } from './monolith-context.js';

interface Identified {
  readonly _id: string;
}

const idOf = { id: ({ _id }: Identified) => _id };

/** Rows as they are stored, and a resolver only where a field is no column of its row. */
export const createResolvers = (cursors: CursorCodec, pageLimit: number) => ({
  DateTime,
  URL: UrlScalar,
  Query: {
    collection: (_root: unknown, { id }: { id: string }, { collections }: MonolithContext) =>
      collections.load(id),
  },
  Collection: {
    ...idOf,
    owner: ({ owner }: CollectionDoc) => ({ _id: owner }),
    badges: async (
      { _id, badges }: CollectionDoc,
      { first }: { first: number },
      context: MonolithContext,
    ) => {
      const ids = badges.slice(0, checkPageSize(first, pageLimit) + 1);
      const rows = await context.badges.loadMany(ids);
      const nodes = rows.map((row, position) => ({ id: ids[position] ?? '', position, row }));
      return toConnection(
        nodes,
        { first },
        {
          cursor: ({ id, position }) => cursors.encode(`collection ${_id}`, { b: id, p: position }),
          node: ({ row }) => (row instanceof Error ? null : row),
        },
      );
    },
  },
  Earner: {
    ...idOf,
    displayName: async ({ _id }: Identified, _args: unknown, { earners }: MonolithContext) =>
      (await earners.load(_id))?.displayName,
  },
  Badge: {
    ...idOf,
    issuer: ({ issuer }: BadgeRow, _args: unknown, { issuers }: MonolithContext) =>
      issuers.load(issuer),
    verification: ({ _id }: BadgeRow, _args: unknown, { reports }: MonolithContext) =>
      reports.load(_id),
  },
  Issuer: idOf satisfies Partial<Record<keyof IssuerDoc | 'id', unknown>>,
});
