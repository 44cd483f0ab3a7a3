import { describe, expect, test } from '@jest/globals';
import { digestOf, unbake } from '../../src/openbadges/index.js';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { badgeToSign, samplePng } from '../support/badges.js';
import type { BadgeOptions } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { bakeIntoPng } from '../support/issue-picture.js';
import { signText } from '../support/issue-jws.js';
import { pictureServer } from './picture-server.js';
import { ACCEPT, storyOn } from './story.js';
import type { TestEarner } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const server = pictureServer(graph);

const ANYBODY = ANONYMOUS;
const PLAIN = samplePng({ width: 100, height: 100 });
const SALT = 'a salt of this badge';

/** Options for a badge with this picture of its own. */
function withPicture(slug: string, body: Uint8Array | string): BadgeOptions {
  const image = `https://issuer.example/pictures/${slug}`;
  story.issuer.answers(image, { status: 200, body: Buffer.from(body) });
  return { changes: { assertion: { image } } };
}

async function show(she: TestEarner, id: string, visibility: string, revealRecipient = false) {
  await graph.data(
    she.as,
    `mutation ($id: ID!, $visibility: Visibility!, $reveal: Boolean!) {
       setBadgeVisibility(id: $id, visibility: $visibility, revealRecipient: $reveal) { id } }`,
    { id, visibility, reveal: revealRecipient },
  );
}

const bakedFor = (principal: Principal, id: string) => server.pictures.baked(principal, id);

/** The text inside somebody's file; undefined when nothing is baked in. */
async function textFor(principal: Principal, id: string): Promise<string | undefined> {
  const file = await bakedFor(principal, id);
  const unbaked = unbake(file?.bytes ?? new Uint8Array());
  return unbaked.kind === 'found' ? unbaked.text : undefined;
}

describe('the baked file of a badge', () => {
  test('holds the credential just as its issuer wrote it, in the picture as its issuer made it', async () => {
    const she = await story.earner();
    const { urls, assertion } = story.issuer.issue({
      recipient: she.email,
      ...withPicture('plain', PLAIN),
    });
    const written = `${JSON.stringify(assertion, undefined, 3)}\n`;
    story.issuer.answers(urls.assertion, { body: Buffer.from(written) });
    const { offerId } = await story.push({ assertionUrl: urls.assertion });
    const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(she.as, ACCEPT, {
      id: offerId,
    });
    const file = await bakedFor(she.as, acceptOffer.id);
    expect(file).toMatchObject({ format: 'png', name: 'Welding, level 1' });
    expect(await textFor(she.as, acceptOffer.id)).toBe(written);
    const pixels = Buffer.from(PLAIN.subarray(8 + 25));
    expect(Buffer.from(file?.bytes ?? []).subarray(-pixels.length)).toEqual(pixels);
  });

  test('of a signed badge holds its signature', async () => {
    const she = await story.earner();
    const badge = badgeToSign({ recipient: she.email, salt: SALT, base: 'https://signs.example' });
    graph.issuers.set('https://signs.example', (url) => {
      const found = badge.documents.get(url);
      const text = typeof found === 'string' ? found : JSON.stringify(found);
      const body = found === undefined ? samplePng() : Buffer.from(text);
      return Promise.resolve({ kind: 'answered', url, status: 200, body });
    });
    const jws = signText(JSON.stringify(badge.assertion));
    const { offerId } = await story.push({ signature: jws }, she.email);
    const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(she.as, ACCEPT, {
      id: offerId,
    });
    expect(await textFor(she.as, acceptOffer.id)).toBe(jws);
  });

  test('replaces what was baked into the picture for somebody else', async () => {
    const she = await story.earner();
    const others = bakeIntoPng(bakeIntoPng(PLAIN, 'of-somebody'), 'else', { chunk: 'tEXt' });
    const id = await story.badgeOf(she, { salt: SALT, ...withPicture('others', others) });
    const file = await bakedFor(she.as, id);
    expect(Buffer.from(file?.bytes ?? [])).not.toContain('of-somebody');
    expect(await textFor(she.as, id)).toContain('sha256$');
  });

  test('is an SVG when its picture is one', async () => {
    const she = await story.earner();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><g/></svg>';
    const id = await story.badgeOf(she, withPicture('drawn', svg));
    expect(await bakedFor(she.as, id)).toMatchObject({ format: 'svg' });
    expect(JSON.parse((await textFor(she.as, id)) ?? '')).toHaveProperty('recipient');
  });

  test('is our own drawing when it has no picture', async () => {
    const she = await story.earner();
    const id = await story.badgeOf(she, withPicture('none', 'no picture'));
    expect(await bakedFor(she.as, id)).toMatchObject({ format: 'png' });
    expect(await textFor(she.as, id)).toContain('"recipient"');
  });

  test('is the large rendition when nothing can be baked into its picture', async () => {
    const she = await story.earner();
    const id = await story.badgeOf(
      she,
      withPicture('breaks', samplePng({ width: 99, height: 90 })),
    );
    const badges = graph.parts.database.connection.collection('badges');
    const row = await badges.findOne({ _id: id as never });
    const images = graph.parts.database.connection.collection('images');
    const broken = { $set: { original: Buffer.from('no picture any more') } };
    await images.updateOne({ _id: row?.['picture'] }, broken);
    const file = await bakedFor(she.as, id);
    const large = await server.pictures.image(String(row?.['picture']), '400');
    expect(await textFor(she.as, id)).toContain('"recipient"');
    expect(file?.bytes.byteLength).toBeGreaterThan(large?.bytes.byteLength ?? Infinity);
  });
});

describe('who gets which file', () => {
  test.each([
    ['names her in plain text', undefined, false, undefined],
    ['names her in plain text, which she revealed', undefined, true, '"recipient"'],
    ['names her by a salted hash', SALT, false, '"recipient"'],
  ])('of a public badge that %s', async (_, salt, reveal, others) => {
    const she = await story.earner();
    const slug = digestOf(Buffer.from(JSON.stringify([salt, reveal]))).slice(-8);
    const options = withPicture(slug, bakeIntoPng(PLAIN, 'of-somebody-else'));
    const id = await story.badgeOf(she, { ...options, ...(salt !== undefined && { salt }) });
    await show(she, id, 'PUBLIC', reveal);
    const stranger = await story.earner();
    expect(await textFor(she.as, id)).toContain('"recipient"');
    for (const principal of [ANYBODY, stranger.as]) {
      const text = await textFor(principal, id);
      if (others === undefined) expect(text).toBeUndefined();
      else expect(text).toContain(others);
    }
  });

  test('is decided by who may see the badge; anything else is missing', async () => {
    const she = await story.earner();
    const stranger = await story.earner();
    const id = await story.badgeOf(she, withPicture('private', PLAIN));
    expect(await bakedFor(she.as, id)).not.toBeNull();
    expect(await bakedFor(stranger.as, id)).toBeNull();
    expect(await bakedFor(ANYBODY, id)).toBeNull();
    expect(await bakedFor(she.as, 'bdg_none')).toBeNull();
    await show(she, id, 'UNLISTED');
    expect(await bakedFor(ANYBODY, id)).not.toBeNull();
    await show(she, id, 'PRIVATE');
    expect(await bakedFor(ANYBODY, id)).toBeNull();
    await story.collectionOf(she, [id], 'PUBLIC');
    expect(await bakedFor(ANYBODY, id)).not.toBeNull();
    await graph.data(she.as, 'mutation ($id: ID!) { removeBadge(id: $id) }', { id });
    expect(await bakedFor(she.as, id)).toBeNull();
  });
});
