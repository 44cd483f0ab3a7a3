import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime, connectionType } from '../../src/graphql/index.js';
import type { GrantDoc } from './grant.model.js';

@ObjectType('Grant', {
  simpleResolvers: true,
  description: 'Permission for one displayer to see one collection, whatever its visibility.',
})
export class GrantType {
  @Field(() => ID, { description: 'Random.' })
  readonly id: string;

  @Field(() => ID, { description: 'Id of the registered client that may see it.' })
  readonly displayer: string;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly grantedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it holds.' })
  readonly revokedAt: Date | undefined;

  constructor(readonly row: GrantDoc) {
    this.id = row._id;
    this.displayer = row.displayer;
    this.grantedAt = row.grantedAt;
    this.revokedAt = row.revokedAt;
  }
}

export const GrantConnectionType = connectionType('Grant', () => GrantType);
