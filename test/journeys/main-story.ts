import { expect, test } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { ADD } from './journey.js';
import type { Journey } from './journey.js';

/** Fields of all four subgraphs on one item. */
const CHANGES = `subscription ($id: ID!) { collectionChanges(collection: $id) {
  __typename
  ... on SnapshotRequired { reason cursor }
  ... on CollectionChange { rev kind badgeId badge {
    name issuer { name } earner { displayName emails { address } } verification { verdict } } } } }`;

interface Item {
  readonly collectionChanges: Readonly<Record<string, unknown>>;
}

export function mainStory(journey: Journey): void {
  test('a badge travels from its issuer to a displayer, who learns when it is revoked', async () => {
    const { hub, issuer } = journey;
    const issued = issuer.issue({ recipient: 'earner@example.org' });

    const receipt = await journey.push(issued.urls.assertion);
    expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'VALID' } });

    const token = await hub.signIn('earner@example.org');
    await hub.data('mutation { setDisplayName(displayName: "Ada") { id } }', {}, token);
    const inbox = await hub.data(
      '{ me { inbox { edges { node { id badge { name issuerName } report { verdict } } } } } }',
      {},
      token,
    );
    const offer = { name: 'Welding, level 1', issuerName: 'Example Workshop' };
    expect(inbox).toMatchObject({
      me: { inbox: { edges: [{ node: { id: receipt.offerId, badge: offer } }] } },
    });
    const { acceptOffer } = await hub.data<{ acceptOffer: { id: string } }>(
      'mutation ($id: ID!) { acceptOffer(id: $id) { id } }',
      { id: receipt.offerId },
      token,
    );
    const badge = acceptOffer.id;
    const id = await journey.collection({ email: 'earner@example.org', token });

    const socket = hub.subscribe(CHANGES, { id });
    const events = createClient({ url: `${hub.url}/graphql` }).iterate({
      query: CHANGES,
      variables: { id },
    });
    const nextEvent = async () => (await events.next()).value as { readonly data: Item };
    const first = { collectionChanges: { reason: 'FIRST_TIME' } };
    expect(await socket.next<Item>()).toMatchObject(first);
    expect((await nextEvent()).data).toMatchObject(first);

    await hub.data(ADD, { collection: id, badge }, token);
    const added = await socket.next<Item>();
    expect(added.collectionChanges).toEqual({
      __typename: 'CollectionChange',
      rev: 1,
      kind: 'BADGE_ADDED',
      badgeId: badge,
      badge: {
        name: 'Welding, level 1',
        issuer: { name: 'Example Workshop' },
        earner: { displayName: 'Ada', emails: null },
        verification: { verdict: 'VALID' },
      },
    });
    expect(await nextEvent()).toEqual({ data: added });

    issuer.revoke(issued);
    const { reverifyBadge } = await hub.data<{ reverifyBadge: object }>(
      'mutation ($badge: ID!) { reverifyBadge(id: $badge) { verdict } }',
      { badge },
      token,
    );
    expect(reverifyBadge).toEqual({ verdict: 'REVOKED' });
    const revoked = await socket.next<Item>();
    expect(revoked.collectionChanges).toMatchObject({
      rev: 2,
      kind: 'BADGE_STATUS',
      badgeId: badge,
      badge: { verification: { verdict: 'REVOKED' } },
    });
    expect(await nextEvent()).toEqual({ data: revoked });

    socket.end();
    await events.return?.();
  });
}
