import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The earner as the badge subgraph knows her: an id to hang badges and offers on. */
@Directive('@key(fields: "id")')
@ObjectType('Earner', { description: 'A person with a backpack.' })
export class EarnerType {
  @Field(() => ID, { description: 'Says nothing about her: random.' })
  readonly id!: string;
}
