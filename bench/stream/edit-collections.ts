import { Pool } from 'undici';

/** A change the hub has committed. */
export interface Committed {
  readonly rev: number;
  /** Wall clock the hub wrote into the change, within the transaction: a little before the commit. */
  readonly writtenAtMs: number;
}

export interface Editor {
  /** Takes the badge out of the collection if it was put there before, and the other way round. */
  toggle(collection: string): Promise<Committed>;
  close(): Promise<void>;
}

const VARIABLES = '($collection: ID!, $badge: ID!)';
const ARGUMENTS = '(collection: $collection, badge: $badge) { rev updatedAt }';
const ADD = `mutation ${VARIABLES} { edited: addBadgeToCollection${ARGUMENTS} }`;
const REMOVE = `mutation ${VARIABLES} { edited: removeBadgeFromCollection${ARGUMENTS} }`;

/** The owner of the collections, who edits them through the public graph. */
export function openEditor(origin: string, accessToken: string, badge: string): Editor {
  const pool = new Pool(origin, { connections: 1 });
  const filled = new Set<string>();
  return {
    async toggle(collection) {
      const query = filled.has(collection) ? REMOVE : ADD;
      if (!filled.delete(collection)) filled.add(collection);
      const { body } = await pool.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${accessToken}`,
        },
        body: JSON.stringify({ query, variables: { collection, badge } }),
      });
      const { data, errors } = (await body.json()) as {
        data?: { edited: { rev: number; updatedAt: string } };
        errors?: unknown;
      };
      if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
      const { rev, updatedAt } = data.edited;
      return { rev, writtenAtMs: Date.parse(updatedAt) };
    },
    close: () => pool.close(),
  };
}
