import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CursorScalar, DateTime, VisibilityEnum, connectionType } from '../../src/graphql/index.js';
import type { Visibility } from '../../src/graphql/index.js';
import type { CollectionDoc } from './collection.model.js';

/** The badge as the collection subgraph knows it: an id. */
@Directive('@key(fields: "id")')
@ObjectType('Badge', { simpleResolvers: true })
export class BadgeType {
  @Field(() => ID, { description: 'Random.' })
  readonly id!: string;
}

export const BadgeConnectionType = connectionType('Badge', () => BadgeType);

/** The earner as the collection subgraph knows her: an id to hang collections on. */
@Directive('@key(fields: "id")')
@ObjectType('Earner', { description: 'A person with a backpack.' })
export class EarnerType {
  @Field(() => ID, { description: 'Says nothing about her: random.' })
  readonly id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Collection', {
  simpleResolvers: true,
  description: 'Badges an earner put together, in her order.',
})
export class CollectionType {
  @Field(() => ID, { description: 'Random.' })
  readonly id: string;

  @Field(() => String, { description: 'Its title.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'What she says about it.' })
  readonly description: string | null;

  @Field(() => VisibilityEnum, { description: 'Who may see it and the badges in it.' })
  readonly visibility: Visibility;

  @Field(() => Int, { description: 'Counts every change; what `expectedRev` is compared with.' })
  readonly rev: number;

  @Field(() => DateTime, { description: 'When it last changed.' })
  readonly updatedAt: Date;

  @Field(() => EarnerType, { description: 'Whose collection it is.' })
  readonly owner: EarnerType;

  constructor(readonly row: CollectionDoc) {
    this.id = row._id;
    this.name = row.name;
    this.description = row.description === '' ? null : (row.description ?? null);
    this.visibility = row.visibility;
    this.rev = row.rev;
    this.updatedAt = row.updatedAt;
    this.owner = { id: row.owner };
  }
}

export const CollectionConnectionType = connectionType('Collection', () => CollectionType);

@InputType('CollectionInput', { description: 'What an owner says about her collection.' })
export class CollectionInput {
  @Field(() => String, {
    nullable: true,
    description: '1 to 200 characters; needed for a new collection.',
  })
  readonly name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At most 10,000 characters; null removes it.',
  })
  readonly description?: string | null;

  @Field(() => VisibilityEnum, { nullable: true, description: 'PRIVATE for a new collection.' })
  readonly visibility?: Visibility | null;
}

@ObjectType('CollectionSnapshot', {
  description: 'A collection as of one `rev`, and the cursor from which its changes go on.',
})
export class CollectionSnapshotType {
  @Field(() => CollectionType, { description: 'The collection.' })
  readonly collection!: CollectionType;

  @Field(() => CursorScalar, {
    description:
      'Where to go on with collectionChanges. Keep the one of the first page: later pages are of that rev.',
  })
  readonly cursor!: string;
}
