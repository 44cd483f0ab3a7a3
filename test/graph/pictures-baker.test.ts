import { describe, expect, test } from '@jest/globals';
import { unbake } from '../../src/openbadges/index.js';
import type { FetchAnswer } from '../../src/openbadges/index.js';
import { hostedBadge, samplePng } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { bakeIntoPng } from '../support/issue-picture.js';
import { pictureServer } from './picture-server.js';
import { storyOn } from './story.js';

const graph = testGraph();
const { issuer } = storyOn(graph);
const server = pictureServer(graph);

const BROKEN = 'https://issuer.example/broken';
const UNREACHABLE = { code: 'http-unreachable' };

/** What is baked for an address, as JSON. */
async function bakedAt(url: string): Promise<unknown> {
  const baked = await server.pictures.bakeHosted(url);
  if (baked.kind === 'refused') throw new Error(baked.message);
  const unbaked = unbake(baked.bytes);
  if (unbaked.kind === 'broken') throw new Error(unbaked.fault);
  return JSON.parse(unbaked.text);
}

describe('baking on demand', () => {
  test.each(['V1_0', 'V1_1', 'V2_0'] as const)(
    'bakes the assertion of a hosted badge (%s) as its issuer wrote it',
    async (version) => {
      const { urls, assertion } = issuer.issue({ version });
      expect(await bakedAt(urls.assertion)).toEqual(assertion);
    },
  );

  test('tells an assertion that does not say so how to verify it', async () => {
    const { urls, assertion } = issuer.issue({ version: 'V0_5' });
    const verify = { type: 'hosted', url: urls.assertion };
    expect(await bakedAt(urls.assertion)).toEqual({ ...assertion, verify });
  });

  test('prefers the picture made for this award to that of the badge class', async () => {
    const image = 'https://issuer.example/of-this-award';
    const body = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    issuer.answers(image, { status: 200, body });
    const { urls } = issuer.issue({ changes: { assertion: { image } } });
    expect(await server.pictures.bakeHosted(urls.assertion)).toMatchObject({ format: 'svg' });
    const { urls: others } = issuer.issue();
    expect(await server.pictures.bakeHosted(others.assertion)).toMatchObject({ format: 'png' });
  });

  test('follows a baked picture to its assertion', async () => {
    const { urls, assertion } = issuer.issue();
    const body = bakeIntoPng(samplePng(), JSON.stringify(assertion));
    issuer.answers('https://issuer.example/baked.png', { status: 200, body });
    expect(await bakedAt('https://issuer.example/baked.png')).toEqual(assertion);
    expect(urls.assertion).toBe(assertion['id']);
  });

  test('bakes a badge that is well-formed though it has expired', async () => {
    const { urls, assertion } = issuer.issue({ expires: '2024-04-01T00:00:00Z' });
    expect(await bakedAt(urls.assertion)).toEqual(assertion);
  });

  test('keeps nothing', async () => {
    const { urls } = issuer.issue();
    await server.pictures.bakeHosted(urls.assertion);
    const stored = graph.parts.database.connection.collection('images');
    expect(await stored.countDocuments()).toBe(0);
  });
});

describe('baking on demand says why it cannot', () => {
  test.each(['', 'no url', 'ftp://issuer.example/a', 'https://user:word@issuer.example/a'])(
    'when the address is %j',
    async (url) => {
      expect(await server.pictures.bakeHosted(url)).toEqual({
        kind: 'refused',
        message: 'must provide a valid assertion url',
      });
    },
  );

  const answered = (body: Uint8Array | string) => ({ status: 200, body: Buffer.from(body) });
  const incomplete = { ...hostedBadge().assertion, recipient: undefined };
  test.each<[string, Partial<FetchAnswer>, { code: string; extra?: number }]>([
    ['nobody answers', { kind: 'unreachable', because: 'not-reached' }, UNREACHABLE],
    ['it is too large', { kind: 'unreachable', because: 'too-large' }, UNREACHABLE],
    ['it is not there', { status: 404 }, { code: 'http-status', extra: 404 }],
    ['it was revoked', { status: 410 }, { code: 'http-status', extra: 410 }],
    ['it is no JSON', answered('<html>'), { code: 'parse' }],
    ['it is cut off', answered('{"uid": "1"'), { code: 'parse' }],
    ['it is a plain picture', answered(samplePng()), { code: 'parse' }],
    ['it is something else', answered('{"a": 1}'), { code: 'structure' }],
    ['it lacks a part', answered(JSON.stringify(incomplete)), { code: 'structure' }],
  ])('when %s', async (_, answer, problem) => {
    issuer.answers(BROKEN, answer);
    const refused = await server.pictures.bakeHosted(BROKEN);
    expect(refused).toEqual({ kind: 'refused', message: expect.any(String), ...problem });
  });

  test.each([
    ['its badge class is gone', { badge: 'https://issuer.example/nothing' }],
    ['its picture is gone', { image: 'https://issuer.example/nothing' }],
    ['its picture is none', { image: 'https://issuer.example/text' }],
  ])('when %s', async (_, assertion) => {
    issuer.answers('https://issuer.example/text', { status: 200, body: Buffer.from('text') });
    const { urls } = issuer.issue({ changes: { assertion } });
    expect(await server.pictures.bakeHosted(urls.assertion)).toMatchObject({
      kind: 'refused',
      code: 'resources',
    });
  });
});
