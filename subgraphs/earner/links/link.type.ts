import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { plainText } from '../../../src/federation/index.js';
import { DateTime, UrlScalar, enumOf } from '../../../src/graphql/index.js';
import type { KnownPeer } from '../../../src/store/index.js';
import type { LinkDoc } from './link.model.js';

const LinkDirectionEnum = enumOf<LinkDoc['direction']>('SENDS', 'RECEIVES');
registerEnumType(LinkDirectionEnum, {
  name: 'LinkDirection',
  description: 'Which way badges go over a link.',
  valuesConfig: {
    SENDS: { description: 'From this hub to the other one.' },
    RECEIVES: { description: 'From the other hub to this one, as offers.' },
  },
});

@ObjectType('SendingRule', {
  description: 'What goes over a link by itself: every badge of one issuer, or of one badge class.',
})
export class SendingRuleType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => UrlScalar, { nullable: true, description: 'The issuer, as its badges name it.' })
  readonly issuer!: string | null;

  @Field(() => String, { nullable: true, description: 'The badge class, as badges name it.' })
  readonly badgeClass!: string | null;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('Link', {
  description:
    'What an earner made between her backpack here and the one at another hub. Hers only.',
})
export class LinkType {
  @Field(() => ID, { description: 'Random.' })
  readonly id: string;

  @Field(() => UrlScalar, { description: 'The other hub.' })
  readonly hub: string;

  @Field(() => String, { nullable: true, description: 'What it calls itself.' })
  readonly hubName: string | null;

  @Field(() => LinkDirectionEnum, { description: 'Which way badges go.' })
  readonly direction: LinkDoc['direction'];

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since: Date;

  @Field(() => [UrlScalar], {
    description:
      'Issuers whose badges are accepted at once when they come over it, are VALID and hers.',
  })
  readonly acceptsFrom: readonly string[];

  @Field(() => [SendingRuleType], { description: 'What goes over it by itself.' })
  readonly sendingRules: readonly SendingRuleType[];

  constructor(row: LinkDoc, peer: Pick<KnownPeer, 'name'> | undefined) {
    this.id = row._id;
    this.hub = row.peer;
    this.hubName = peer?.name === undefined ? null : plainText(peer.name);
    this.direction = row.direction;
    this.since = row.since;
    this.acceptsFrom = row.acceptsFrom;
    this.sendingRules = row.rules.map(({ id, issuer, badgeClass, since }) => {
      return { id, issuer: issuer ?? null, badgeClass: badgeClass ?? null, since };
    });
  }
}
