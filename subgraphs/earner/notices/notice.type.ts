import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTime, connectionType } from '../../../src/graphql/index.js';
import type { NoticeDoc } from './notice.model.js';

/** The badge as the earner subgraph knows it: an id. */
@Directive('@key(fields: "id")')
@ObjectType('Badge', { description: 'The earner’s own copy of a credential she accepted.' })
export class BadgeType {
  @Field(() => ID, { description: 'Random.' })
  readonly id!: string;
}

@ObjectType('Notice', {
  simpleResolvers: true,
  description: 'Something she should know and did not do herself. Kept for 180 days.',
})
export class NoticeType {
  @Field(() => ID, { description: 'Random.' })
  readonly id: string;

  @Field(() => DateTime, { description: 'When it was noticed.' })
  readonly at: Date;

  @Field(() => String, {
    description:
      'BADGE_CHANGED, BADGE_REVOKED, BADGE_EXPIRED, BADGE_ACCEPTED, ACCOUNTS_MERGED or IMPORT_REFUSED.',
  })
  readonly kind: string;

  @Field(() => String, { description: 'The same in a sentence.' })
  readonly says: string;

  @Field(() => DateTime, { nullable: true, description: 'When she said that she has read it.' })
  readonly readAt: Date | undefined;

  constructor(readonly row: NoticeDoc) {
    this.id = row._id;
    this.at = row.at;
    this.kind = row.kind;
    this.says = row.says;
    this.readAt = row.readAt;
  }
}

export const NoticeConnectionType = connectionType('Notice', () => NoticeType);
