import { expect, test } from '@jest/globals';
import type { Evidence, FetchAnswer, FetchDocument } from '../../../src/openbadges/index.js';
import { askIfChanged } from '../../../subgraphs/verification/ask-if-changed.js';

const URL_ASKED = 'https://issuer.example/badge';
const WANT = { accept: 'application/json', maxBytes: 1_000 };
const TAG = { etag: '"a"' };
const DATE = { lastModified: 'Tue, 01 Jan 2030 00:00:00 GMT' };

type Answered = Extract<FetchAnswer, { kind: 'answered' }>;

const answered = (members: Partial<Answered> = {}): Answered => ({
  kind: 'answered',
  url: URL_ASKED,
  status: 200,
  body: new TextEncoder().encode('kept'),
  ...members,
});

const kept = (answer: FetchAnswer): Evidence => ({
  source: { kind: 'url', url: URL_ASKED },
  answers: [{ asked: URL_ASKED, answer }],
  pictures: [],
});

/** Asks a server for the document; what it was asked with, and what came of it. */
async function ask(earlier: Evidence | null, answer: FetchAnswer, url = URL_ASKED) {
  let headers: unknown;
  const server: FetchDocument = (_, want) => {
    headers = want.headers;
    return Promise.resolve(answer);
  };
  const got = await askIfChanged(server, earlier)(url, WANT);
  return { headers, got };
}

const UNCHANGED = answered({ status: 304, body: new Uint8Array() });

test.each<[string, Partial<Answered>, object]>([
  ['by its tag', TAG, { 'if-none-match': '"a"' }],
  ['by its date', DATE, { 'if-modified-since': DATE.lastModified }],
  ['by its tag if it has both', { ...TAG, ...DATE }, { 'if-none-match': '"a"' }],
])('a document is asked for %s, and an unchanged one is the one that was kept', async (...row) => {
  const [, state, conditions] = row;
  const before = answered({ ...state, contentType: 'application/ld+json' });
  const { headers, got } = await ask(kept(before), UNCHANGED);
  expect(headers).toEqual(conditions);
  expect(got).toEqual(before);
});

test('a changed document replaces the one that was kept', async () => {
  const changed = answered({ body: new TextEncoder().encode('new'), etag: '"b"' });
  expect((await ask(kept(answered(TAG)), changed)).got).toEqual(changed);
});

test('an unchanged one keeps the newer tag', async () => {
  const { got } = await ask(kept(answered(TAG)), { ...UNCHANGED, etag: '"b"' });
  expect(got).toEqual(answered({ etag: '"b"' }));
});

test.each<[string, FetchAnswer]>([
  ['without tag or date', answered()],
  ['that came after a redirect', answered({ ...TAG, url: 'https://elsewhere.example/badge' })],
  ['that was none', answered({ ...TAG, status: 404 })],
  ['that was not reached', { kind: 'unreachable', because: 'not-reached' }],
])('nothing is reused of an answer %s', async (_, before) => {
  const { headers, got } = await ask(kept(before), UNCHANGED);
  expect(headers).toBeUndefined();
  expect(got).toEqual(UNCHANGED);
});

test('nothing is reused for another address, or when nothing was kept', async () => {
  expect((await ask(null, UNCHANGED)).headers).toBeUndefined();
  const other = `${URL_ASKED}/other`;
  expect((await ask(kept(answered(TAG)), UNCHANGED, other)).headers).toBeUndefined();
});

test('what another server calls unchanged is not the document that was kept', async () => {
  const elsewhere = { ...UNCHANGED, url: 'https://elsewhere.example/badge' };
  expect((await ask(kept(answered(TAG)), elsewhere)).got).toEqual(elsewhere);
});

test('an address is the same however it is written', async () => {
  const asked = 'https://ISSUER.example/badge';
  const earlier = { ...kept(answered(TAG)), answers: [{ asked, answer: answered(TAG) }] };
  const { headers, got } = await ask(earlier, UNCHANGED, asked);
  expect(headers).toEqual({ 'if-none-match': '"a"' });
  expect(got).toEqual(answered(TAG));
});

test('headers somebody else wants are sent as well', async () => {
  let headers: unknown;
  const server: FetchDocument = (_, want) => {
    headers = want.headers;
    return Promise.resolve(UNCHANGED);
  };
  const polite = askIfChanged(server, kept(answered(TAG)));
  await polite(URL_ASKED, { ...WANT, headers: { 'x-own': 'yes' } });
  expect(headers).toEqual({ 'x-own': 'yes', 'if-none-match': '"a"' });
});
