import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTime, EmailAddress } from '../../../src/graphql/index.js';

@ObjectType('VerifiedEmail', { description: 'An address the earner proved to be hers.' })
export class VerifiedEmailType {
  @Field(() => EmailAddress, { description: 'As she typed it.' })
  readonly address!: string;

  @Field(() => DateTime, { description: 'When the link mailed there was used.' })
  readonly verifiedAt!: Date;

  @Field(() => Boolean, { description: 'The one mail goes to.' })
  readonly primary!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('Earner', { description: 'A person with a backpack.' })
export class EarnerType {
  @Field(() => ID, { description: 'Says nothing about her: random.' })
  readonly id!: string;
}
