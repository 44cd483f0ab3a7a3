import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { PNG } from 'pngjs';
import { digestOf } from '../../src/openbadges/index.js';
import { samplePng } from '../support/badges.js';
import type { BadgeOptions } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { bakeIntoPng } from '../support/issue-picture.js';
import { pictureServer } from './picture-server.js';
import { storyOn } from './story.js';
import type { TestEarner } from './story.js';
import { testIssuer } from './test-issuer.js';
import type { TestIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);
const server = pictureServer(graph);

let served = 0;
/** Puts a picture on an issuer's server; its address there. */
function hosted(body: Uint8Array | string, issuer = story.issuer): string {
  served += 1;
  const url = `${issuer.base}/pictures/${String(served)}`;
  issuer.answers(url, { status: 200, body: Buffer.from(body) });
  return url;
}
const withPicture = (body: Uint8Array | string, issuer = story.issuer) => ({
  changes: { assertion: { image: hosted(body, issuer) } },
});

const svgOf = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">${body}</svg>`;
const DRAWN = '<circle cx="45" cy="45" r="40" fill="#c22"/>';

interface Pictured {
  readonly imageUrl: string;
  readonly small: string;
  readonly medium: string;
  readonly large: string;
  readonly original: string;
  readonly bakedImageUrl: string;
}
const PICTURES = `imageUrl medium: imageUrl(size: MEDIUM) small: imageUrl(size: SMALL)
  large: imageUrl(size: LARGE) original: imageUrl(size: ORIGINAL) bakedImageUrl`;

async function picturesOf(badge: string, { as }: TestEarner) {
  const query = `query ($id: ID!) { badge(id: $id) { ${PICTURES} } }`;
  type Found = { readonly badge: Pictured };
  return (await graph.data<Found>(as, query, { id: badge })).badge;
}

/** Pushes a badge of this issuer and accepts it: what the graph says of it then. */
async function accepted<T>(
  { as, email }: TestEarner,
  issuer: TestIssuer,
  options: BadgeOptions,
  fields: string,
) {
  const { urls } = issuer.issue({ recipient: email, ...options });
  const { offerId } = await story.push({ assertionUrl: urls.assertion }, email);
  const mutation = `mutation ($id: ID!) { acceptOffer(id: $id) { ${fields} } }`;
  return (await graph.data<{ acceptOffer: T }>(as, mutation, { id: offerId })).acceptOffer;
}

test('a page of badges has every picture with the issuer offline, and asks nobody', async () => {
  const she = await story.earner();
  const issuer = testIssuer(graph, 'https://offline.example');
  const image = hosted(samplePng({ width: 91, height: 91 }), issuer);
  const bodies = [samplePng(), samplePng({ width: 120, height: 60 }), svgOf(DRAWN), 'no picture'];
  for (const body of bodies) {
    const { changes } = withPicture(body, issuer);
    await accepted(she, issuer, { changes: { ...changes, issuer: { image } } }, 'id');
  }
  const asked: string[] = [];
  graph.issuers.set(issuer.base, (url) => {
    asked.push(url);
    return Promise.resolve({ kind: 'unreachable', because: 'not-reached' });
  });

  type Node = Pictured & { readonly issuer: { readonly imageUrl: string } };
  type Page = { readonly me: { readonly badges: { readonly edges: readonly { node: Node }[] } } };
  const page = `{ me { badges { edges { node { ${PICTURES} issuer { imageUrl } } } } } }`;
  const { me } = await graph.data<Page>(she.as, page);
  expect(me.badges.edges).toHaveLength(bodies.length);
  for (const { node } of me.badges.edges) {
    const { small, medium, large, original, issuer: by } = node;
    expect((await server.get(original)).status).toBe(200);
    for (const [url, side] of [
      [small, 64],
      [medium, 200],
      [large, 400],
      [by.imageUrl, 200],
    ] as const) {
      const response = await server.get(url);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
      const { width, height } = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
      expect([width, height]).toEqual([side, side]);
    }
  }
  expect(asked).toEqual([]);
});

test('the size is medium unless somebody says otherwise', async () => {
  const she = await story.earner();
  const badge = await picturesOf(await story.badgeOf(she), she);
  expect(badge.imageUrl).toBe(badge.medium);
  expect(badge.medium).toMatch(/^https:\/\/hub\.example\/images\/img_[0-9a-f]{40}\/200$/);
  expect(badge.bakedImageUrl).toMatch(/^https:\/\/hub\.example\/badges\/bdg_\w+\/baked$/);
});

test('the original of a PNG is served byte for byte', async () => {
  const she = await story.earner();
  const png = samplePng({ width: 95, height: 97 });
  const { original } = await picturesOf(await story.badgeOf(she, withPicture(png)), she);
  const response = await server.get(original);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(png));
});

test('the original of an SVG is served without its script, and stays what it was', async () => {
  const she = await story.earner();
  const svg = svgOf(`<script>alert(document.cookie)</script>${DRAWN}`);
  const { original } = await picturesOf(await story.badgeOf(she, withPicture(svg)), she);
  const response = await server.get(original);
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
  const text = await response.text();
  expect(text).toContain('<circle');
  expect(text).not.toContain('script');
  const stored = graph.parts.database.connection.collection('images');
  const id = /img_\w+/.exec(original)?.[0];
  const image = await stored.findOne({ _id: id as never }, { promoteBuffers: true });
  expect(String(image?.['original'])).toBe(svg);
});

test('what is baked into a picture for somebody is in none of its sizes', async () => {
  const she = await story.earner();
  const secret = 'the-credential-of-somebody';
  const png = samplePng({ width: 93, height: 93 });
  const baked = bakeIntoPng(
    bakeIntoPng(png, `{"uid":"${secret}"}`, { keyword: 'openbadge' }),
    secret,
    {
      chunk: 'zTXt',
    },
  );
  const urls = await picturesOf(await story.badgeOf(she, withPicture(baked)), she);
  for (const url of [urls.small, urls.medium, urls.large, urls.original]) {
    const bytes = Buffer.from(await (await server.get(url)).arrayBuffer());
    expect(bytes).not.toContain(secret);
    expect(bytes).not.toContain('openbadge');
  }
  const original = await (await server.get(urls.original)).arrayBuffer();
  expect(Buffer.from(original)).toEqual(Buffer.from(png));
});

test.each<[string, () => Uint8Array | string]>([
  ['cut off', () => samplePng().subarray(0, 100)],
  ['a web page', () => '<!doctype html><svg/>'],
  ['an SVG without an end', () => svgOf(DRAWN).slice(0, -4)],
  [
    'an SVG that cannot be drawn',
    () => '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"/>',
  ],
])('a picture that is %s never stops a badge: it is shown with ours', async (_, body) => {
  const she = await story.earner();
  const { urls } = story.issuer.issue({ recipient: she.email, ...withPicture(body()) });
  const receipt = await story.push({ assertionUrl: urls.assertion }, she.email);
  expect(receipt).toMatchObject({ state: 'PENDING', report: { verdict: 'VALID' } });
  const offer = { id: receipt.offerId };
  const summary = await graph.data(
    she.as,
    'query ($id: ID!) { offer(id: $id) { badge { imageUrl } } }',
    offer,
  );
  expect(summary).toEqual({ offer: { badge: { imageUrl: null } } });
  const accepted = await graph.data<{ acceptOffer: { id: string } }>(
    she.as,
    'mutation ($id: ID!) { acceptOffer(id: $id) { id } }',
    offer,
  );
  const { imageUrl } = await picturesOf(accepted.acceptOffer.id, she);
  expect(imageUrl).toBe('https://hub.example/images/placeholder/200');
});

test('a picture that cannot be shown is warned of', async () => {
  const { urls } = story.issuer.issue(withPicture(samplePng().subarray(0, 100)));
  const { report } = await story.push({ assertionUrl: urls.assertion });
  expect(report.findings).toContainEqual({ check: 'IMAGE', outcome: 'WARN' });
});

test.each(['64', '200', '400', 'original'])('our own drawing is there at %s', async (size) => {
  const response = await server.get(`https://hub.example/images/placeholder/${size}`);
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (size === 'original') expect(bytes.toString()).toContain('<svg');
  else expect(PNG.sync.read(bytes).width).toBe(Number(size));
});

test.each([
  'placeholder/65',
  'img_0000/64',
  'img_0000/original',
  'placeholder/ORIGINAL',
  '__proto__/64',
])('there is no picture %s', async (path) => {
  expect((await server.get(`https://hub.example/images/${path}`)).status).toBe(404);
});

test('an offer shows the picture of its badge, in the inbox too', async () => {
  const she = await story.earner();
  const id = await story.offerTo(she.email, withPicture(samplePng({ width: 94, height: 94 })));
  const { me } = await graph.data<{
    me: { inbox: { edges: readonly { node: { id: string; badge: { imageUrl: string } } }[] } };
  }>(she.as, '{ me { inbox { edges { node { id badge { imageUrl } } } } } }');
  const node = me.inbox.edges.find((edge) => edge.node.id === id)?.node;
  expect((await server.get(node?.badge.imageUrl ?? '')).status).toBe(200);
});

test('only an issuer whose badge is VALID gets its logo; one that cannot be had stays', async () => {
  const issuer = testIssuer(graph, 'https://logo.example');
  const withLogo = { image: `${issuer.base}/logo` };
  const logo = (body: Uint8Array) => issuer.answers(withLogo.image, { status: 200, body });
  const she = await story.earner();

  async function logoAfter(profile: { image: string | undefined }, expires?: string) {
    const options = { changes: { issuer: profile }, ...(expires !== undefined && { expires }) };
    type Badge = { readonly issuer: { readonly imageUrl: string | null } };
    return (await accepted<Badge>(she, issuer, options, 'issuer { imageUrl }')).issuer.imageUrl;
  }

  logo(samplePng({ width: 96, height: 96 }));
  const first = await logoAfter(withLogo);
  expect(first).toMatch(/^https:\/\/hub\.example\/images\/img_\w+\/200$/);
  issuer.answers(withLogo.image, { status: 500 });
  expect(await logoAfter(withLogo)).toBe(first);
  logo(samplePng({ width: 97, height: 97 }));
  expect(await logoAfter(withLogo, '2024-03-02T00:00:00Z')).toBeNull();
  const second = await logoAfter(withLogo);
  expect(second).not.toBe(first);
  expect(second).not.toBeNull();
  expect(await logoAfter({ image: undefined })).toBeNull();
});

test('nobody who knows a picture can tell whether the hub has it', async () => {
  const she = await story.earner();
  const png = samplePng({ width: 98, height: 98 });
  const { original } = await picturesOf(await story.badgeOf(she, withPicture(png)), she);
  const digest = createHash('sha256').update(png);
  const id = /img_(\w+)/.exec(original)?.[1];
  expect(digest.copy().digest('hex')).not.toContain(id?.slice(0, 8));
  expect(createHash('sha256').update(digestOf(png)).digest('hex')).not.toContain(id?.slice(0, 8));
});
