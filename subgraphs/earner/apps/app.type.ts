import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, UrlScalar } from '../../../src/graphql/index.js';

@ObjectType('Displayer', {
  description: 'A registered client: a displayer, an issuer’s server or an app. Its own words.',
})
export class DisplayerType {
  @Field(() => ID, { description: 'Its client id.' })
  readonly id!: string;

  @Field(() => String, { description: 'What it calls itself.' })
  readonly name!: string;

  @Field(() => String, { description: 'The host it says it lives on.' })
  readonly host!: string;
}

@ObjectType('ConnectedApp', { description: 'An app that may act for her.' })
export class ConnectedAppType {
  @Field(() => DisplayerType, { description: 'Which one.' })
  readonly client!: DisplayerType;

  @Field(() => [String], { description: 'What it may do.' })
  readonly scopes!: readonly string[];

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was used last, to the minute.' })
  readonly lastUsedAt?: Date;
}

@InputType({ description: 'What you say about a client of yours.' })
export class ClientInput {
  @Field(() => String, { description: 'What people see; at most 200 characters.' })
  readonly name!: string;

  @Field(() => UrlScalar, { description: 'Its home page.' })
  readonly url!: string;

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Where people are sent back to: https, loopback, or a private-use scheme (RFC 8252, 7); none for a client that acts only for itself.',
  })
  readonly redirectUris!: string[];

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'It runs on a server, where it can keep a secret.',
  })
  readonly confidential!: boolean;
}

@ObjectType('OwnClient', { description: 'A client you registered.' })
export class OwnClientType {
  @Field(() => ID, { description: 'Its client id.' })
  readonly id!: string;

  @Field(() => String, { description: 'What people see.' })
  readonly name!: string;

  @Field(() => UrlScalar, { description: 'Its home page.' })
  readonly url!: string;

  @Field(() => [String], { description: 'Where people are sent back to.' })
  readonly redirectUris!: readonly string[];

  @Field(() => Boolean, { description: 'Does it keep a secret?' })
  readonly confidential!: boolean;

  @Field(() => DateTime, { description: 'When you registered it.' })
  readonly createdAt!: Date;
}

@ObjectType('ClientRegistration', { description: 'A client id, and its secret this once.' })
export class ClientRegistrationType {
  @Field(() => ID, { description: 'The client id.' })
  readonly clientId!: string;

  @Field(() => String, { nullable: true, description: 'Keep it: it is not shown again.' })
  readonly clientSecret!: string | null;
}
