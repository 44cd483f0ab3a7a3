import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../../src/graphql/index.js';
import { EarnerType } from '../account/earner.type.js';
import type { OpenedSession } from './open-session.js';
import type { SessionDoc } from './session.model.js';

@ObjectType('Session', { description: 'What a used link gives.' })
export class SessionType {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`. Shown once.' })
  readonly accessToken!: string;

  @Field(() => DateTime, { description: 'When the session ends by itself unless it is used.' })
  readonly expiresAt!: Date;

  @Field(() => EarnerType, { description: 'Who is signed in now.' })
  readonly earner!: EarnerType;
}

export const toSessionType = ({ accessToken, expiresAt, earner }: OpenedSession): SessionType => ({
  accessToken,
  expiresAt,
  earner: { id: earner },
});

@ObjectType('SignedInSession', {
  simpleResolvers: true,
  description: 'One of the places where she is signed in.',
})
export class SignedInSessionType {
  @Field(() => ID, { description: 'Names the session; it is not its token.' })
  readonly id: string;

  @Field(() => String, { nullable: true, description: 'What she signed in with, in our words.' })
  readonly device: string | undefined;

  @Field(() => String, { nullable: true, description: 'The network address she signed in from.' })
  readonly address: string | undefined;

  @Field(() => DateTime, { description: 'When she signed in.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { description: 'When it was used last, to the minute.' })
  readonly lastUsedAt: Date;

  @Field(() => DateTime, { description: 'When it ends unless it is used.' })
  readonly expiresAt: Date;

  @Field(() => Boolean, { description: 'Is it the one this request came with?' })
  readonly current: boolean;

  constructor(row: SessionDoc, current: boolean) {
    this.id = row.publicId;
    this.device = row.device;
    this.address = row.address;
    this.createdAt = row.createdAt;
    this.lastUsedAt = row.lastUsedAt;
    this.expiresAt = row.expiresAt;
    this.current = current;
  }
}
