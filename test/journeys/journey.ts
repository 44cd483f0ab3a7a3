import { afterAll, beforeAll } from '@jest/globals';
import mongoose from 'mongoose';
import type { BadgeOptions, HostedBadge } from '../support/badges.js';
import { endLeftovers } from '../support/hub-process.js';
import type { Settings } from '../support/hub-process.js';
import { startHub } from '../support/hub.js';
import type { Shape, TestHub } from '../support/hub.js';
import { startIssuerServer } from '../support/issuer-server.js';
import type { IssuerServer } from '../support/issuer-server.js';
import { startMailSink } from '../support/mail-sink.js';
import type { MailSink } from '../support/mail-sink.js';
import { testDatabase } from '../support/replica-set.js';

type Db = mongoose.mongo.Db;

/** A hub, an issuer and a mail server, all real, and what people do with them. */
export interface Journey {
  readonly hub: TestHub;
  readonly issuer: IssuerServer;
  readonly mails: MailSink;
  /** The hub's database, behind its back. */
  readonly db: Db;
  push(assertionUrl: string): Promise<Receipt>;
  /** A badge that was issued, pushed and accepted; its id. */
  badge(earner: Earner, options?: BadgeOptions): Promise<string>;
  badges(earner: Earner, count: number): Promise<readonly string[]>;
  /** A public collection of hers; its id. */
  collection(earner: Earner, badges?: readonly string[]): Promise<string>;
  issue(earner: Earner, options?: BadgeOptions): HostedBadge;
  earner(email: string): Promise<Earner>;
}

export interface Earner {
  readonly email: string;
  readonly token: string;
}

export interface Receipt {
  readonly state: string;
  readonly offerId: string | null;
  readonly report: {
    readonly verdict: string;
    readonly findings: readonly { readonly check: string; readonly because: string | null }[];
  };
}

export const PUSH = `mutation ($url: URL!) { pushBadge(input: { source: { assertionUrl: $url } }) {
  state offerId report { verdict findings { check outcome because } } } }`;
export const ACCEPT = 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }';
export const ADD = `mutation ($collection: ID!, $badge: ID!) {
  addBadgeToCollection(collection: $collection, badge: $badge) { rev } }`;
export const REMOVE = `mutation ($collection: ID!, $badge: ID!) {
  removeBadgeFromCollection(collection: $collection, badge: $badge) { rev } }`;
export const ME = '{ me { id emails { address } } }';

/** Everything starts before the first test of the surrounding `describe` and is gone after the last. */
export function startJourney(
  shape: Shape,
  settings?: (issuer: string, hub: string) => Settings | Promise<Settings>,
): Journey {
  const parts: { hub?: TestHub; issuer?: IssuerServer; mails?: MailSink } = {};
  let client: mongoose.mongo.MongoClient | undefined;

  afterAll(async () => {
    await parts.hub?.stop();
    await endLeftovers();
    await Promise.all([parts.issuer?.close(), parts.mails?.close(), client?.close()]);
  });
  const { uri } = testDatabase();
  beforeAll(async () => {
    const issuer = (parts.issuer = await startIssuerServer());
    const mails = (parts.mails = await startMailSink());
    client = await mongoose.mongo.MongoClient.connect(uri);
    parts.hub = await startHub(shape, {
      mongodbUri: uri,
      mails,
      issuer: issuer.origin,
      settings: (hub) => settings?.(issuer.origin, hub) ?? {},
    });
  });

  const ready = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the journey starts in beforeAll');
    return part;
  };
  const journey: Journey = {
    get hub() {
      return ready(parts.hub);
    },
    get issuer() {
      return ready(parts.issuer);
    },
    get mails() {
      return ready(parts.mails);
    },
    get db() {
      return ready(client).db();
    },
    async push(url) {
      return (await journey.hub.data<{ pushBadge: Receipt }>(PUSH, { url })).pushBadge;
    },
    issue: ({ email }, options) => journey.issuer.issue({ recipient: email, ...options }),
    async badge(earner, options) {
      const { offerId: id } = await journey.push(journey.issue(earner, options).urls.assertion);
      const { acceptOffer } = await journey.hub.data<{ acceptOffer: { id: string } }>(
        ACCEPT,
        { id },
        earner.token,
      );
      return acceptOffer.id;
    },
    badges: (earner, count) =>
      Promise.all(Array.from({ length: count }, () => journey.badge(earner))),
    async collection({ token }, badges = []) {
      const { createCollection } = await journey.hub.data<{ createCollection: { id: string } }>(
        'mutation { createCollection(input: { name: "Mine", visibility: PUBLIC }) { id } }',
        {},
        token,
      );
      for (const badge of badges) {
        await journey.hub.data(ADD, { collection: createCollection.id, badge }, token);
      }
      return createCollection.id;
    },
    async earner(email) {
      return { email, token: await journey.hub.signIn(email) };
    },
  };
  return journey;
}
