import { Field, ID, Int, ObjectType, createUnionType, registerEnumType } from 'type-graphql';
import { CursorScalar, DateTime, enumOf } from '../../src/graphql/index.js';
import type { ChangeKind, CollectionChangeDoc } from './collection-change.model.js';
import type { AccessEndReason, SnapshotReason, StreamItem } from './stream-changes.js';

const ChangeKindEnum = enumOf<ChangeKind>(
  'BADGE_ADDED',
  'BADGE_REMOVED',
  'BADGE_STATUS',
  'BADGE_UPDATED',
  'REORDERED',
  'META',
);
registerEnumType(ChangeKindEnum, {
  name: 'ChangeKind',
  description: 'What changed.',
  valuesConfig: {
    BADGE_STATUS: { description: 'The verdict about a badge: revoked, expired, reachable again …' },
    BADGE_UPDATED: { description: 'What is shown of a badge.' },
    META: { description: 'The name, description or visibility of the collection.' },
  },
});

const SnapshotReasonEnum = enumOf<SnapshotReason>(
  'FIRST_TIME',
  'CURSOR_TOO_OLD',
  'EPOCH_CHANGED',
  'BACKLOG_TOO_LONG',
);
registerEnumType(SnapshotReasonEnum, {
  name: 'SnapshotReason',
  description: 'Why the changes cannot simply go on from where the reader stands.',
});

const AccessEndReasonEnum = enumOf<AccessEndReason>('REVOKED', 'EXPIRED', 'DELETED', 'NOT_SHARED');
registerEnumType(AccessEndReasonEnum, {
  name: 'AccessEndReason',
  description: 'Why no more changes come.',
});

@ObjectType('CollectionChange', { description: 'One change of a collection.' })
export class CollectionChangeType {
  @Field(() => CursorScalar, { description: 'Keep it once the change is dealt with.' })
  readonly cursor: string;

  @Field(() => Int, { description: 'Contiguous: the change before it had one less.' })
  readonly rev: number;

  @Field(() => DateTime, { description: 'When it happened.' })
  readonly at: Date;

  @Field(() => ChangeKindEnum, { description: 'What changed.' })
  readonly kind: ChangeKind;

  @Field(() => ID, {
    nullable: true,
    description: 'The badge it is about, also when that may not be seen any more.',
  })
  readonly badgeId: string | null;

  @Field(() => Int, { nullable: true, description: 'Where the badge stands now; from 0.' })
  readonly position: number | null;

  @Field(() => ID, { nullable: true, description: 'The same for all changes of one action.' })
  readonly txn: string;

  constructor(change: CollectionChangeDoc, cursor: string) {
    this.cursor = cursor;
    this.rev = change.rev;
    this.at = change.at;
    this.kind = change.kind;
    this.badgeId = change.badge ?? null;
    this.position = change.kind === 'BADGE_REMOVED' ? null : (change.position ?? null);
    this.txn = change.txn;
  }
}

@ObjectType('SnapshotRequired', {
  description: 'Read collectionSnapshot, then take the changes from this cursor on.',
})
class SnapshotRequiredType {
  @Field(() => SnapshotReasonEnum, { description: 'Why.' })
  readonly reason: SnapshotReason;

  @Field(() => CursorScalar, { description: 'Where this stream goes on.' })
  readonly cursor: string;

  constructor(reason: SnapshotReason, cursor: string) {
    this.reason = reason;
    this.cursor = cursor;
  }
}

@ObjectType('AccessEnded', { description: 'The last item: the reader may not see it any more.' })
class AccessEndedType {
  @Field(() => AccessEndReasonEnum, { description: 'Why.' })
  readonly reason: AccessEndReason;

  constructor(reason: AccessEndReason) {
    this.reason = reason;
  }
}

export type StreamItemType = CollectionChangeType | SnapshotRequiredType | AccessEndedType;

/**
 * Its members are told apart by their classes: type-graphql makes a `resolveType` asynchronous, which
 * graphql-jit cannot run.
 */
export const CollectionStreamItem = createUnionType({
  name: 'CollectionStreamItem',
  description: 'What a reader of a collection’s changes gets.',
  types: () => [CollectionChangeType, SnapshotRequiredType, AccessEndedType] as const,
});

export function toStreamItemType(item: StreamItem): StreamItemType {
  switch (item.kind) {
    case 'change':
      return new CollectionChangeType(item.change, item.cursor);
    case 'snapshot-required':
      return new SnapshotRequiredType(item.reason, item.cursor);
    case 'access-ended':
      return new AccessEndedType(item.reason);
  }
}

@ObjectType('ChangePage', { description: 'A page of the log of changes.' })
export class ChangePageType {
  @Field(() => [CollectionStreamItem], { description: 'In order of `rev`.' })
  readonly items!: readonly StreamItemType[];

  @Field(() => CursorScalar, { description: 'Where the next page starts.' })
  readonly cursor!: string;

  @Field(() => Boolean, { description: 'There is more already.' })
  readonly hasMore!: boolean;
}
