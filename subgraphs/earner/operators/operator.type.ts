import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime, connectionType } from '../../../src/graphql/index.js';
import { DisplayerType } from '../apps/app.type.js';

@ObjectType('HubClient', { description: 'A registered client, as operators see it.' })
export class HubClientType extends DisplayerType {
  @Field(() => DateTime, { description: 'When it came.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was stopped.' })
  readonly suspendedAt?: Date;
}
export const HubClientConnectionType = connectionType('HubClient', () => HubClientType);

@ObjectType('HubKey', { description: 'A signing key of the hub; its private part is nowhere.' })
export class HubKeyType {
  @Field(() => ID, { description: 'Its thumbprint.' })
  readonly id!: string;

  @Field(() => String, { description: 'NEXT, ACTIVE or RETIRED.' })
  readonly status!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { description: 'Since when it is what it is.' })
  readonly since!: Date;
}

@ObjectType('HubLimit', { description: 'How often something may be done.' })
export class HubLimitType {
  @Field(() => ID, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => Int, { description: 'How often, now.' })
  readonly uses!: number;

  @Field(() => Int, { description: 'Within so many seconds.' })
  readonly perSeconds!: number;

  @Field(() => Int, { description: 'How often, as configured.' })
  readonly configured!: number;
}

@ObjectType('AuditEntry', { description: 'A privileged act. Nobody changes or deletes one.' })
export class AuditEntryType {
  @Field(() => ID, { description: 'Random.' })
  readonly id!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: Date;

  @Field(() => ID, { description: 'Who: an earner.' })
  readonly by!: string;

  @Field(() => String, { description: 'What, as the mutation is called.' })
  readonly action!: string;

  @Field(() => String, { description: 'To what.' })
  readonly on!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  readonly details?: string;
}
export const AuditConnectionType = connectionType('AuditEntry', () => AuditEntryType);
