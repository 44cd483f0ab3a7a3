import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { importRoute } from '../../../gateway/import/index.js';
import type { GraphAnswer, GraphClient } from '../../../gateway/web/index.js';
import { bake } from '../../../src/openbadges/index.js';
import { samplePng } from '../../support/badges.js';
import { routeServer } from '../../support/route-server.js';
import { startToyGateway } from '../toy-gateway.js';

const MIB = 1024 * 1024;
const TOKEN = 't0ken';
const SIGNED_IN = { cookie: `session=${TOKEN}` };
const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

interface Asked {
  readonly field: string;
  readonly input: unknown;
  readonly authorization: string | undefined;
}

const asked: Asked[] = [];
let answer: GraphAnswer = {};

const graph: GraphClient = ({ query, variables }, { authorization }) => {
  parse(query);
  const field = /\{\s*(\w+)/.exec(query)?.[1] ?? '';
  asked.push({ field, input: variables?.['input'], authorization });
  return Promise.resolve(answer);
};

const route = (publicUrl?: string) =>
  importRoute({
    graph,
    session: ({ headers }) => /session=([^;]*)/.exec(headers.cookie ?? '')?.[1],
    publicUrl,
  });
const server = routeServer([route()]);

const report = (verdict: string, findings: readonly object[] = []) => ({
  verdict,
  version: 'V2_0',
  checkedAt: '2026-01-01T00:00:00Z',
  findings,
});
const STORED = {
  badge: { id: 'bdg_1', name: 'Welding' },
  offer: null,
  report: report('VALID', [{ check: 'SCOPE', outcome: 'PASS', because: null }]),
};
const OFFERED = {
  badge: null,
  offer: { id: 'off_1', badge: { name: 'Welding' } },
  report: report('EXPIRED', [{ check: 'TIME', outcome: 'FAIL', because: 'It ended 2025-01-01.' }]),
};
const REFUSED = {
  badge: null,
  offer: null,
  report: report('INVALID', [
    { check: 'FETCH', outcome: 'PASS', because: null },
    { check: 'SCOPE', outcome: 'FAIL', because: 'https://a.example/<b> is not in its scope.' },
  ]),
};

beforeEach(() => {
  asked.length = 0;
  answer = { data: { importBadge: STORED } };
});

function form(fields: Readonly<Record<string, Uint8Array | string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, new Blob([new Uint8Array(value)]), 'badge.bin');
  }
  return data;
}

async function post(
  body: FormData | string,
  headers: Readonly<Record<string, string>> = SIGNED_IN,
  url?: string,
) {
  const response = await fetch(`${url ?? (await server).url}/import`, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const ONE_FILE = form({ badge: samplePng() });

describe('an upload', () => {
  const baked = bake(samplePng(), 'https://issuer.example/1');
  const text = '{"id":"https://issuer.example/1"}';

  test.each<[string, FormData, object]>([
    ['a picture', form({ badge: baked }), { image: Buffer.from(baked).toString('base64') }],
    ['a file of text', form({ badge: Buffer.from(text) }), { credential: text }],
    ['a text', form({ text }), { credential: text }],
    ['a JWS', form({ text: 'e30.e30.c2ln' }), { credential: 'e30.e30.c2ln' }],
    ['an address', form({ url: ' https://a.example/1 ' }), { assertionUrl: 'https://a.example/1' }],
    [
      'an address beside an empty file, as browsers send it',
      form({ url: 'https://a.example/1', badge: new Uint8Array() }),
      { assertionUrl: 'https://a.example/1' },
    ],
  ])('of %s is imported through the graph, by whoever sent it', async (_, body, input) => {
    expect((await post(body)).status).toBe(200);
    expect(asked).toEqual([{ field: 'importBadge', input, authorization: `Bearer ${TOKEN}` }]);
  });

  test.each([
    ['is stored', STORED, 200],
    ['is offered', OFFERED, 200],
    ['is refused', REFUSED, 422],
  ])('that %s answers programs with what the graph said', async (_, imported, status) => {
    answer = { data: { importBadge: imported } };
    const told = await post(ONE_FILE, { ...SIGNED_IN, accept: 'application/json' });
    expect(told.status).toBe(status);
    expect(JSON.parse(told.text)).toEqual(imported);
    expect(told.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['is stored', STORED, 200, 'It is in your backpack'],
    ['is offered', OFFERED, 200, 'It waits in your inbox'],
    ['is refused', REFUSED, 422, 'This badge was not imported'],
  ])('that %s answers browsers with a page', async (_, imported, status, title) => {
    answer = { data: { importBadge: imported } };
    const page = await post(ONE_FILE, { ...SIGNED_IN, ...PAGE });
    expect(page.status).toBe(status);
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(page.text).toContain(`Verdict: ${imported.report.verdict}`);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce/,
    );
    expect(page.headers.get('vary')).toBe('Accept');
    expect(page.text).not.toContain('<script');
  });

  test('that failed names the failing check and what it was about, escaped', async () => {
    answer = { data: { importBadge: REFUSED } };
    const { text: page } = await post(ONE_FILE, { ...SIGNED_IN, ...PAGE });
    expect(page).toContain('Failed: SCOPE');
    expect(page).toContain('https://a.example/&lt;b&gt; is not in its scope.');
    expect(page).toContain('Passed: FETCH.');
  });

  test('of somebody else’s badge says so first', async () => {
    const findings = [{ check: 'RECIPIENT', outcome: 'FAIL', because: 'Somebody else’s.' }];
    answer = { data: { importBadge: { ...REFUSED, report: report('INVALID', findings) } } };
    const { text: page } = await post(ONE_FILE, { ...SIGNED_IN, ...PAGE });
    expect(page).toContain('It was issued to somebody else.');
  });
});

describe('a malformed upload', () => {
  const multipart = (body: string, boundary = 'x') => ({
    body,
    headers: { ...SIGNED_IN, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  const part = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  test.each<[string, { body: FormData | string; headers?: Readonly<Record<string, string>> }]>([
    ['nothing', { body: form({}) }],
    ['an empty file', { body: form({ badge: new Uint8Array() }) }],
    ['a file and an address', { body: form({ badge: samplePng(), url: 'https://a.example/1' }) }],
    ['two addresses', multipart(`${part('url', 'a')}${part('url', 'b')}--x--\r\n`)],
    ['a field of another name', { body: form({ file: samplePng() }) }],
    ['a file called url', { body: form({ url: samplePng() }) }],
    ['ten fields', multipart(`${part('text', '').repeat(10)}--x--\r\n`)],
    ['an end in the middle', multipart(part('text', 'hello'))],
    ['an end in a file', multipart(part('badge', 'hello').slice(0, -4))],
    ['no parts at all', multipart('hello')],
    ['nothing between its boundaries', multipart('--x--\r\n')],
    ['a part without a name', multipart('--x\r\n\r\nhello\r\n--x--\r\n')],
    [
      'no boundary',
      { body: 'x', headers: { ...SIGNED_IN, 'content-type': 'multipart/form-data' } },
    ],
    [
      'an empty boundary',
      { body: 'x', headers: { ...SIGNED_IN, 'content-type': 'multipart/form-data; boundary=' } },
    ],
    ['JSON', { body: '{}', headers: { ...SIGNED_IN, 'content-type': 'application/json' } }],
    [
      'a form without files',
      {
        body: 'url=a',
        headers: { ...SIGNED_IN, 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
  ])('with %s is BAD_INPUT, and the graph is not asked', async (_, { body, headers }) => {
    const refused = await post(body, headers);
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'BAD_INPUT' });
    expect(asked).toEqual([]);
  });

  test('of an address the graph does not take is BAD_INPUT', async () => {
    answer = { errors: [{ extensions: { code: 'BAD_INPUT' } }] };
    expect((await post(form({ url: 'gopher' }))).status).toBe(400);
  });

  test.each<[string, FormData, number]>([
    ['a file of 2 MiB is taken', form({ badge: new Uint8Array(2 * MIB) }), 200],
    ['a file of more is TOO_LARGE', form({ badge: new Uint8Array(2 * MIB + 1) }), 413],
    ['a far larger one is, too', form({ badge: new Uint8Array(5 * MIB) }), 413],
    ['a text of 1 MiB is taken', form({ text: 'x'.repeat(MIB) }), 200],
    ['a text of more is TOO_LARGE', form({ text: 'x'.repeat(MIB + 1) }), 413],
  ])('limits sizes: %s', async (_, body, status) => {
    const gateway = await startToyGateway({ routes: [route()] });
    for (const accept of ['application/json', PAGE.accept]) {
      const { headers, ...told } = await post(body, { ...SIGNED_IN, accept }, gateway.url);
      expect(told.status).toBe(status);
      expect(headers.get('connection') === 'close').toBe(status === 413);
    }
    await gateway.close();
  });
});

describe('who may import', () => {
  test('a program with a token, whatever site it says it is from', async () => {
    const headers = { authorization: 'Bearer other', origin: 'https://a.example' };
    expect((await post(ONE_FILE, headers)).status).toBe(200);
    expect(asked).toMatchObject([{ authorization: 'Bearer other' }]);
  });

  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['a site that says so', { 'sec-fetch-site': 'cross-site' }, undefined],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }, undefined],
    ['another origin', { origin: 'https://a.example' }, undefined],
    ['no origin', { origin: 'null' }, undefined],
    ['another than the public one', { origin: 'http://a.example' }, 'https://hub.example'],
  ])('not with the cookie of a page of %s', async (_, headers, publicUrl) => {
    const { url } = await routeServer([route(publicUrl)]);
    const refused = await post(ONE_FILE, { ...SIGNED_IN, ...headers }, url);
    expect(refused.status).toBe(403);
    expect(asked).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['nobody', {}],
    ['a password', { authorization: 'Basic YTpi' }],
  ])('not %s', async (_, headers) => {
    expect((await post(ONE_FILE, headers)).status).toBe(401);
    const page = await post(ONE_FILE, { ...headers, ...PAGE });
    expect(page.status).toBe(401);
    expect(page.text).toContain('action="/sign-in/request"');
    expect(asked).toEqual([]);
  });

  test.each([
    ['UNAUTHENTICATED', 401],
    ['RATE_LIMITED', 429],
    ['UNAVAILABLE', 503],
  ])('what the graph refuses as %s is refused in the same way', async (code, status) => {
    answer = { errors: [{ extensions: { code, retryAfterSeconds: 7 } }] };
    const told = await post(ONE_FILE);
    expect([told.status, JSON.parse(told.text).code]).toEqual([status, code]);
    const page = await post(ONE_FILE, { ...SIGNED_IN, ...PAGE });
    expect([page.status, page.headers.get('retry-after')]).toEqual([status, '7']);
  });
});

describe('the page of the form', () => {
  const open = async (headers: Readonly<Record<string, string>>) => {
    const response = await fetch(`${(await server).url}/import`, { headers, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test('is there for whoever is signed in', async () => {
    answer = { data: { me: { id: 'ern_1' } } };
    const page = await open(SIGNED_IN);
    expect(page.status).toBe(200);
    expect(page.text.match(/enctype="multipart\/form-data"/g)).toHaveLength(2);
    for (const [, id] of page.text.matchAll(/<input\s+id="(\w+)"/g)) {
      expect(page.text).toContain(`<label for="${id ?? ''}">`);
    }
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self'`);
    expect(page.text).not.toContain('<script');
  });

  test.each<[string, GraphAnswer, Readonly<Record<string, string>>]>([
    ['has no session', {}, {}],
    [
      'has a session that ended',
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      SIGNED_IN,
    ],
    ['has a session without an earner', { data: { me: null } }, SIGNED_IN],
  ])('leads whoever %s to the start', async (_, said, headers) => {
    answer = said;
    const page = await open(headers);
    expect([page.status, page.headers.get('location')]).toEqual([303, '/']);
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  test('says so while the graph does not answer', async () => {
    answer = { errors: [{ extensions: { code: 'UNAVAILABLE' } }] };
    expect((await open(SIGNED_IN)).status).toBe(503);
  });
});
