import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, UrlScalar, connectionType, enumOf } from '../../../src/graphql/index.js';
import type { SendingDoc } from './sending.model.js';
import type { SendingState } from './state-of-sending.js';

const SendingStateEnum = enumOf<SendingState>(
  'QUEUED',
  'UNREACHABLE',
  'DELIVERED',
  'ACCEPTED',
  'DECLINED',
  'WITHDRAWN',
  'REFUSED',
  'CANCELLED',
  'EXPIRED',
);
registerEnumType(SendingStateEnum, {
  name: 'SendingState',
  description: 'Where a badge is that she sent to another hub.',
  valuesConfig: {
    QUEUED: { description: 'It waits here to be sent.' },
    UNREACHABLE: { description: 'It waits here, since the other hub does not answer.' },
    DELIVERED: { description: 'The other hub has it, as an offer.' },
    ACCEPTED: { description: 'She accepted it there.' },
    DECLINED: { description: 'She declined it there.' },
    WITHDRAWN: { description: 'She took it back before it was accepted.' },
    REFUSED: { description: 'The other hub will never take it.' },
    CANCELLED: { description: 'It was not sent, since the link was closed.' },
    EXPIRED: { description: 'Nobody answered within 90 days.' },
  },
});

/** The link as the badge subgraph knows it: an id to hang sendings on. */
@Directive('@key(fields: "id")')
@ObjectType('Link', {
  description:
    'What an earner made between her backpack here and the one at another hub. Hers only.',
})
export class LinkType {
  @Field(() => ID, { description: 'Random.' })
  readonly id!: string;
}

@ObjectType('Sending', { description: 'A badge that she sent to another hub. Hers only.' })
export class SendingType {
  @Field(() => ID, { description: 'By it the other hub knows the offer.' })
  readonly id: string;

  @Field(() => String, { description: 'What the badge is called.' })
  readonly name: string;

  @Field(() => UrlScalar, { description: 'The other hub.' })
  readonly hub: string;

  @Field(() => LinkType, { nullable: true, description: 'Null once the link is closed.' })
  readonly link: LinkType;

  @Field(() => SendingStateEnum, { description: 'Where it is.' })
  readonly state: SendingState;

  @Field(() => DateTime, { description: 'Since when it is in this state.' })
  readonly since: Date;

  readonly badgeId: string;

  constructor(row: SendingDoc, { state, since }: { state: SendingState; since: Date }) {
    this.id = row._id;
    this.name = row.name;
    this.hub = row.peer;
    this.link = { id: row.link };
    this.state = state;
    this.since = since;
    this.badgeId = row.badge;
  }
}

export const SendingConnectionType = connectionType('Sending', () => SendingType);
