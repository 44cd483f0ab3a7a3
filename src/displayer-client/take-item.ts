import { Lost } from './errors.js';
import type { FollowOptions } from './options.js';
import { readSnapshot } from './read-snapshot.js';
import type { Received } from './stream-item.js';

/** The hub will tell no more of this collection. */
export interface AccessEnded {
  readonly kind: 'access-ended';
  /** REVOKED, EXPIRED, DELETED or NOT_SHARED. */
  readonly reason: string;
}

export interface Taker<Change> {
  /** Where to go on; undefined before the first item. */
  cursor(): string | undefined;
  /** @throws Lost when it has to be asked for again; FollowError; whatever the application throws */
  take(received: Received<Change>): Promise<AccessEnded | undefined>;
  /** Starts over with the whole collection. */
  startOver(reason: string): Promise<void>;
}

/** How often something doubtful is asked for again before it is taken as it is. */
const LOOKS = 2;

/** Hands items to the application in order, each `rev` once, and keeps the place behind the last. */
export function createTaker<Change, Badge, Collection>(
  options: FollowOptions<Change, Badge, Collection>,
): Taker<Change> {
  let place: { readonly cursor: string | undefined; readonly rev?: number } = {
    cursor: options.cursor,
  };
  let doubt = { rev: -1, looks: 0 };

  const moveTo = async (cursor: string, rev?: number): Promise<void> => {
    place = { cursor, ...(rev !== undefined && { rev }) };
    await options.saveCursor(cursor);
  };
  /** @throws Lost the first times for one `rev` */
  const lookAgain = (rev: number, because: string): void => {
    doubt = { rev, looks: doubt.rev === rev ? doubt.looks + 1 : 1 };
    if (doubt.looks <= LOOKS) throw new Lost(because);
  };
  const startOver = async (reason: string, cursor?: string): Promise<void> => {
    if (!options.onSnapshotRequired && cursor !== undefined) {
      await moveTo(cursor);
      return;
    }
    const snapshot = await readSnapshot(reason, options);
    if (snapshot.errors.length > 0) lookAgain(snapshot.rev, 'Parts of the snapshot are missing.');
    await options.onSnapshotRequired?.(snapshot);
    await moveTo(snapshot.cursor, snapshot.rev);
  };

  return {
    cursor: () => place.cursor,
    startOver,
    async take({ item, errors }) {
      switch (item.__typename) {
        case 'AccessEnded':
          return { kind: 'access-ended', reason: item.endReason };
        case 'SnapshotRequired':
          await startOver(item.snapshotReason, item.cursor);
          return undefined;
        case 'CollectionChange': {
          const { rev: known = item.rev - 1 } = place;
          if (item.rev <= known) return undefined;
          if (item.rev > known + 1) {
            lookAgain(item.rev, 'A change is missing.');
            if (options.onSnapshotRequired) {
              await startOver('GAP');
              return undefined;
            }
          }
          if (errors.length > 0) lookAgain(item.rev, 'Parts of a change are missing.');
          await options.onItem(item, errors);
          await moveTo(item.cursor, item.rev);
        }
      }
      return undefined;
    },
  };
}
