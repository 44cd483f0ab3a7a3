import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import type { BadgeOptions } from '../support/badges.js';
import type { TestGraph } from '../support/graph.js';
import { testIssuer } from './test-issuer.js';
import type { TestIssuer } from './test-issuer.js';

export interface TestEarner {
  readonly as: Principal & { readonly kind: 'earner' };
  readonly email: string;
}

export interface Receipt {
  readonly state: string;
  readonly offerId: string | null;
  readonly report: {
    readonly verdict: string;
    readonly version: string | null;
    readonly checkedAt: string;
    readonly findings: readonly { readonly check: string; readonly outcome: string }[];
  };
}

export const PUSH = `mutation ($input: PushBadgeInput!) { pushBadge(input: $input) {
  state offerId report { verdict version checkedAt findings { check outcome } } } }`;
export const ACCEPT = 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }';
export const ADD = `mutation ($collection: ID!, $badge: ID!, $position: Int, $rev: Int) {
  addBadgeToCollection(collection: $collection, badge: $badge, position: $position,
    expectedRev: $rev) { rev badges(first: 100) { edges { node { id } } } } }`;

/** What issuers and earners do, one call for each, for tests that are about something else. */
export interface Story {
  readonly issuer: TestIssuer;
  /** An address nobody else in this file has. */
  newAddress(): string;
  earner(email?: string): Promise<TestEarner>;
  push(source: Readonly<Record<string, unknown>>, recipient?: string): Promise<Receipt>;
  /** Issues a badge to an address and pushes it; the id of the offer. */
  offerTo(email: string, options?: BadgeOptions): Promise<string>;
  /** A badge in her backpack. */
  badgeOf(she: TestEarner, options?: BadgeOptions): Promise<string>;
  badgesOf(she: TestEarner, count: number): Promise<readonly string[]>;
  collectionOf(she: TestEarner, badges?: readonly string[], visibility?: string): Promise<string>;
}

export function storyOn(graph: TestGraph): Story {
  const issuer = testIssuer(graph);
  let addresses = 0;

  const story: Story = {
    issuer,
    newAddress() {
      addresses += 1;
      return `earner-${String(addresses)}@example.org`;
    },
    async earner(email = story.newAddress()) {
      return { as: await graph.signIn(email), email };
    },
    async push(source, recipient) {
      const input = { source, ...(recipient !== undefined && { recipient }) };
      const { pushBadge } = await graph.data<{ pushBadge: Receipt }>(ANONYMOUS, PUSH, { input });
      return pushBadge;
    },
    async offerTo(email, options) {
      const { urls } = issuer.issue({ recipient: email, ...options });
      const { offerId } = await story.push({ assertionUrl: urls.assertion }, email);
      if (offerId === null) throw new Error('the push was refused');
      return offerId;
    },
    async badgeOf({ as, email }, options) {
      const id = await story.offerTo(email, options);
      const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(as, ACCEPT, { id });
      return acceptOffer.id;
    },
    async badgesOf(she, count) {
      const badges: string[] = [];
      for (let made = 0; made < count; made += 1) badges.push(await story.badgeOf(she));
      return badges;
    },
    async collectionOf({ as }, badges = [], visibility = 'PUBLIC') {
      const { createCollection } = await graph.data<{ createCollection: { id: string } }>(
        as,
        'mutation ($input: CollectionInput!) { createCollection(input: $input) { id } }',
        { input: { name: 'Mine', visibility } },
      );
      const collection = createCollection.id;
      for (const badge of badges) await graph.data(as, ADD, { collection, badge });
      return collection;
    },
  };
  return story;
}

interface LoggedChange {
  readonly rev: number;
  readonly kind: string;
  readonly badge?: string;
}

/** The log of a collection as it is stored, in order. */
export async function changesOf(
  graph: TestGraph,
  collection: string,
): Promise<readonly LoggedChange[]> {
  return graph.parts.database.connection
    .collection('collection_changes')
    .find<LoggedChange>({ collection })
    .sort({ rev: 1 })
    .toArray();
}
