import { beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { ACCEPT, storyOn } from './story.js';
import type { TestEarner } from './story.js';
import { testIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);

/** The sent parts of the driver's event. */
interface CommandStarted {
  readonly commandName: string;
  readonly command: Readonly<Record<string, unknown>>;
}

/** The commands the driver sends while `work` runs, but for those of the bell. */
async function commandsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const client = graph.parts.database.connection.getClient();
  const commands: string[] = [];
  const note = ({ commandName, command }: CommandStarted): void => {
    const isBell = commandName === 'getMore' && command['collection'] === 'collection_changes';
    if (!isBell) commands.push(`${commandName} ${String(command[commandName])}`);
  };
  client.on('commandStarted', note);
  await work();
  client.off('commandStarted', note);
  return commands.sort();
}

let issuers = 0;

/** A badge of an issuer that has issued nothing else. */
async function badgeOf({ as, email }: TestEarner): Promise<string> {
  issuers += 1;
  const issuer = testIssuer(graph, `https://issuer-${String(issuers)}.example`);
  const { urls } = issuer.issue({ recipient: email, salt: 'deadsea' });
  const { offerId } = await story.push({ assertionUrl: urls.assertion }, email);
  const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(as, ACCEPT, {
    id: offerId,
  });
  return acceptOffer.id;
}

async function collectionWith(count: number): Promise<string> {
  const she = await story.earner();
  const badges = await Promise.all(Array.from({ length: count }, () => badgeOf(she)));
  return story.collectionOf(she, badges);
}

const collections = { small: '', large: '' };

beforeAll(async () => {
  collections.small = await collectionWith(2);
  collections.large = await collectionWith(50);
});

const BADGES = `badges(first: 50) { edges { node {
  name credential issuer { name } earner { displayName } verification { verdict findings { check } }
} } }`;

test.each<[string, string]>([
  [
    'collection',
    `query ($id: ID!) { collection(id: $id) { name owner { displayName } ${BADGES} } }`,
  ],
  [
    'collectionSnapshot',
    `query ($id: ID!) { collectionSnapshot(collection: $id) {
      collection { name owner { displayName } } ${BADGES} } }`,
  ],
])(
  '%s with all that is in it takes as many commands for 50 badges as for 2',
  async (field, query) => {
    const small = await collectionWith(2);
    const large = await collectionWith(50);
    const read = async (id: string): Promise<number> => {
      const answer = await graph.data<Record<string, { badges: { edges: readonly unknown[] } }>>(
        ANONYMOUS,
        query,
        { id },
      );
      return answer[field]?.badges.edges.length ?? 0;
    };
    expect([await read(small), await read(large)]).toEqual([2, 50]);
    const forSmall = await commandsOf(() => read(small));
    const forLarge = await commandsOf(() => read(large));
    expect(forLarge).toEqual(forSmall);
    expect(forSmall.length).toBeGreaterThan(4);
  },
);

test('an inbox with its reports takes as many commands for 20 offers as for 2', async () => {
  const inboxOf = async (count: number) => {
    const she = await story.earner();
    await Promise.all(Array.from({ length: count }, () => story.offerTo(she.email)));
    return commandsOf(() =>
      graph.data(
        she.as,
        '{ me { inbox { edges { node { badge { name } report { verdict } } } } } }',
      ),
    );
  };
  expect(await inboxOf(20)).toEqual(await inboxOf(2));
});
