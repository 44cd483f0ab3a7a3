import type { Principal } from '../../src/runtime/index.js';
import type { TestGraph } from '../support/graph.js';

export interface Notice {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly says: string;
  readonly readAt: string | null;
  readonly badge: { readonly id: string; readonly name: string } | null;
}

export interface NoticePage {
  readonly edges: readonly { readonly node: Notice }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const NOTICES = `query ($first: Int! = 20, $after: String) { me {
  notices(first: $first, after: $after) {
    edges { node { id at kind says readAt badge { id name } } }
    pageInfo { hasNextPage endCursor } } } }`;

/** What she is told, as she reads it. */
export async function readNotices(
  graph: TestGraph,
  as: Principal,
  page: { readonly first?: number; readonly after?: string } = {},
): Promise<NoticePage> {
  const { me } = await graph.data<{ me: { notices: NoticePage } }>(as, NOTICES, page);
  return me.notices;
}
