import { Field, ObjectType } from 'type-graphql';

@ObjectType('SignInRequested', { description: 'A link was asked for.' })
export class SignInRequestedType {
  @Field(() => Boolean, { description: 'Always true: it tells nothing about the address.' })
  readonly accepted!: boolean;
}
