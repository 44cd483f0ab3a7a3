import type { FollowedChange } from './options.js';
import type { GraphqlError } from './result.js';

/** An item as our documents select it. Kinds that later hubs may add are passed over. */
export type StreamItem<Change> =
  | (FollowedChange<Change> & { readonly __typename: 'CollectionChange' })
  | {
      readonly __typename: 'SnapshotRequired';
      readonly cursor: string;
      readonly snapshotReason: string;
    }
  | { readonly __typename: 'AccessEnded'; readonly endReason: string };

/** An item, and what could not be read of it. */
export interface Received<Change> {
  readonly item: StreamItem<Change>;
  readonly errors: readonly GraphqlError[];
}
