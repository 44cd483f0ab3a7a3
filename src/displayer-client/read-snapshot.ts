import { snapshotPage } from './documents.js';
import { FollowError, Lost } from './errors.js';
import type { FollowOptions, Snapshot } from './options.js';
import { ask } from './over-http.js';
import { dataOf } from './result.js';
import type { GraphqlError } from './result.js';

export const PAGE_SIZE = 50;

interface Page<Badge, Collection> {
  readonly collectionSnapshot: {
    readonly cursor: string;
    readonly collection: Collection & { readonly rev: number };
    readonly badges: {
      readonly edges: readonly { readonly node: Badge | null }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

/**
 * All pages of a collection; the hub keeps them at the `rev` of the first one.
 * @throws FollowError, Lost; Lost too when the hub cannot go back to that `rev` any more
 */
export async function readSnapshot<Change, Badge, Collection>(
  reason: string,
  options: FollowOptions<Change, Badge, Collection>,
): Promise<Snapshot<Badge, Collection>> {
  const { collection, badgeSelection = 'id', collectionSelection = '' } = options;
  const query = snapshotPage(badgeSelection, collectionSelection);
  const first = options.pageSize ?? PAGE_SIZE;

  const read = async (after: string | null) => {
    const result = await ask<Page<Badge, Collection>>(query, { collection, first, after }, options);
    return { ...dataOf(result).collectionSnapshot, errors: result.errors ?? [] };
  };

  let page = await read(null);
  const { cursor, collection: head } = page;
  const badges: (Badge | null)[] = [];
  const errors: GraphqlError[] = [];
  for (;;) {
    badges.push(...page.badges.edges.map(({ node }) => node));
    errors.push(...page.errors);
    const { hasNextPage, endCursor } = page.badges.pageInfo;
    if (!hasNextPage || endCursor === null) break;
    page = await read(endCursor).catch((error: unknown) => {
      const isStale = error instanceof FollowError && error.code === 'BAD_CURSOR';
      throw isStale ? new Lost('The collection changed too much meanwhile.') : error;
    });
  }
  return { reason, cursor, rev: head.rev, collection: head, badges, errors };
}
