import { afterEach, describe, expect, test } from '@jest/globals';
import type { OutgoingHttpHeaders } from 'node:http';
import { createGuardedFetch } from '../../../src/runtime/guarded-fetch/index.js';
import type { FetchWant } from '../../../src/runtime/guarded-fetch/index.js';
import { startWebServer } from '../../support/local-server.js';

const NOW = new Date('2030-01-01T00:00:00Z');

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** The answer of a server that sends these header fields, and what it was asked with. */
async function answerWith(
  headers: OutgoingHttpHeaders,
  { status = 200, want = {} }: { status?: number; want?: Partial<FetchWant> } = {},
) {
  let asked: unknown;
  const server = await startWebServer((request, response) => {
    asked = request.headers;
    response.writeHead(status, headers).end(status === 304 ? undefined : '{}');
  });
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const guarded = createGuardedFetch({
    privateOrigins: [{ origin }],
    userAgent: 'test',
    now: () => NOW,
  });
  open.push(guarded, server);
  const answer = await guarded(`${origin}/badge`, { accept: '*/*', maxBytes: 1_000, ...want });
  return { answer, asked };
}

test('an answer carries by what its server knows this state of the document', async () => {
  const lastModified = 'Tue, 01 Jan 2030 00:00:00 GMT';
  const { answer } = await answerWith({ etag: 'W/"a"', 'last-modified': lastModified });
  expect(answer).toMatchObject({ kind: 'answered', etag: 'W/"a"', lastModified });
});

test('what a server does not say is absent', async () => {
  const { answer } = await answerWith({});
  for (const name of ['etag', 'lastModified', 'retryAfterSeconds', 'contentType']) {
    expect(answer).not.toHaveProperty(name);
  }
});

test('a tag longer than anybody should have to keep is left out', async () => {
  const { answer } = await answerWith({ etag: `"${'x'.repeat(512)}"` });
  expect(answer).toMatchObject({ kind: 'answered' });
  expect(answer).not.toHaveProperty('etag');
});

test('a 304 passes through, however long the document is that it stands for', async () => {
  const { answer, asked } = await answerWith(
    { etag: '"a"', 'content-length': '9000000' },
    { status: 304, want: { headers: { 'if-none-match': '"a"' } } },
  );
  expect(asked).toMatchObject({ 'if-none-match': '"a"' });
  expect(answer).toMatchObject({ kind: 'answered', status: 304, etag: '"a"' });
  expect(answer).toHaveProperty('body.byteLength', 0);
});

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', 120],
    ['no wait', '0', 0],
    ['more than a year', '99999999', 99_999_999],
    ['a date', 'Tue, 01 Jan 2030 00:02:00 GMT', 120],
    ['a date that is past', 'Tue, 01 Jan 2029 00:00:00 GMT', 0],
  ])('is understood as %s', async (_, value, seconds) => {
    const { answer } = await answerWith({ 'retry-after': value }, { status: 503 });
    expect(answer).toMatchObject({ kind: 'answered', status: 503, retryAfterSeconds: seconds });
  });

  test.each([
    '-5',
    '1.5',
    '1e9',
    '99999999999',
    'soon',
    '2030-01-01',
    'Tue, 99 Foo 2030 00:00:00 GMT',
    'Tuesday, 01-Jan-30 00:00:00 GMT',
  ])('counts as not there when it is %s', async (value) => {
    const { answer } = await answerWith({ 'retry-after': value }, { status: 429 });
    expect(answer).toMatchObject({ kind: 'answered', status: 429 });
    expect(answer).not.toHaveProperty('retryAfterSeconds');
  });
});
