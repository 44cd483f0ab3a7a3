import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The earner as the badge subgraph knows her: an id to hang badges and offers on. */
@Directive('@key(fields: "id")')
@ObjectType('Earner')
export class EarnerType {
  @Field(() => ID)
  readonly id!: string;
}
