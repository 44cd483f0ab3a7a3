import { expect, test } from '@jest/globals';
import { samplePng } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { ACCEPT, storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const DAY_MS = 86_400_000;
const FAR_AWAY = new Date('9000-01-01');

let made = 0;
/** Options for a badge with a picture that no other test has. */
function ownPicture() {
  made += 1;
  const image = `https://issuer.example/pictures/${String(made)}`;
  const body = samplePng({ width: 90 + made, height: 90 });
  story.issuer.answers(image, { status: 200, body });
  return { changes: { assertion: { image } } };
}

const rows = (collection: string) => graph.parts.database.connection.collection(collection);
const rowOf = (collection: string, id: string) => rows(collection).findOne({ _id: id as never });

async function pictureOf(collection: 'offers' | 'badges', id: string): Promise<string> {
  return String((await rowOf(collection, id))?.['picture']);
}
async function endOf(picture: string): Promise<Date> {
  return (await rowOf('images', picture))?.['expiresAt'] as Date;
}
const inDays = (days: number): Date => new Date(graph.clock.now().getTime() + days * DAY_MS);

test('a picture lives a little longer than the offer it came with', async () => {
  const id = await story.offerTo(story.newAddress(), ownPicture());
  const end = await endOf(await pictureOf('offers', id));
  const offer = await rowOf('offers', id);
  expect(end.getTime()).toBe((offer?.['expiresAt'] as Date).getTime() + DAY_MS);
});

test('the same picture is one picture, and lives as long as the last offer with it', async () => {
  const options = ownPicture();
  const first = await story.offerTo(story.newAddress(), options);
  graph.clock.pass(7 * DAY_MS);
  const second = await story.offerTo(story.newAddress(), options);
  const picture = await pictureOf('offers', second);
  expect(await pictureOf('offers', first)).toBe(picture);
  expect(await endOf(picture)).toEqual(inDays(91));
});

test('the same picture at the same moment is one picture', async () => {
  const options = ownPicture();
  const offers = await Promise.all(
    Array.from({ length: 5 }, () => story.offerTo(story.newAddress(), options)),
  );
  const pictures = await Promise.all(offers.map((id) => pictureOf('offers', id)));
  expect(new Set(pictures).size).toBe(1);
});

test('the picture of an accepted badge stays, whatever is pushed afterwards', async () => {
  const she = await story.earner();
  const options = ownPicture();
  const picture = await pictureOf('badges', await story.badgeOf(she, options));
  expect((await endOf(picture)).getTime()).toBeGreaterThan(FAR_AWAY.getTime());
  await story.offerTo(story.newAddress(), options);
  expect((await endOf(picture)).getTime()).toBeGreaterThan(FAR_AWAY.getTime());
});

test('a picture that nobody shows any more goes when no offer can have it', async () => {
  const she = await story.earner();
  const [options, other] = [ownPicture(), await story.earner()];
  const [hers, anothers] = [await story.badgeOf(she, options), await story.badgeOf(other, options)];
  const picture = await pictureOf('badges', hers);
  const remove = 'mutation ($id: ID!) { removeBadge(id: $id) }';

  await graph.data(she.as, remove, { id: hers });
  expect((await endOf(picture)).getTime()).toBeGreaterThan(FAR_AWAY.getTime());
  await graph.data(other.as, remove, { id: anothers });
  expect(await endOf(picture)).toEqual(inDays(91));

  const again = await pictureOf('badges', await story.badgeOf(other, options));
  expect(again).toBe(picture);
  expect((await endOf(picture)).getTime()).toBeGreaterThan(FAR_AWAY.getTime());
});

test('a picture that is an issuer’s logo as well stays when its badge is removed', async () => {
  const she = await story.earner();
  const { assertion } = ownPicture().changes;
  const options = { changes: { assertion, issuer: { image: assertion.image } } };
  const badge = await story.badgeOf(she, options);
  const picture = await pictureOf('badges', badge);
  await graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', { id: badge });
  expect((await endOf(picture)).getTime()).toBeGreaterThan(FAR_AWAY.getTime());
});

test('when one earner removes a badge while others accept it, the picture stays for them', async () => {
  const options = ownPicture();
  const she = await story.earner();
  const badge = await story.badgeOf(she, options);
  const picture = await pictureOf('badges', badge);
  const others = await Promise.all([story.earner(), story.earner(), story.earner()]);
  const offers = await Promise.all(others.map(({ email }) => story.offerTo(email, options)));
  await Promise.all([
    graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', { id: badge }),
    ...others.map(({ as }, index) => graph.data(as, ACCEPT, { id: offers[index] })),
  ]);
  expect((await endOf(picture)).getTime()).toBeGreaterThan(FAR_AWAY.getTime());
});

test('a badge can be accepted when its picture is lost, and is shown with ours', async () => {
  const she = await story.earner();
  const id = await story.offerTo(she.email, ownPicture());
  await rows('images').deleteOne({ _id: (await pictureOf('offers', id)) as never });
  const accepted = await graph.data(
    she.as,
    'mutation ($id: ID!) { acceptOffer(id: $id) { imageUrl } }',
    { id },
  );
  expect(accepted).toEqual({
    acceptOffer: { imageUrl: 'https://hub.example/images/placeholder/200' },
  });
});
