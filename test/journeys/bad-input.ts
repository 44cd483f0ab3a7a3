import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { startIssuerServer } from '../support/issuer-server.js';
import type { IssuerServer } from '../support/issuer-server.js';
import {
  DEAD_ORIGIN,
  UNKNOWN_ORIGIN,
  drip,
  gzipBomb,
  large,
  redirectsTo,
  sends,
  status,
} from './hostile-issuer.js';
import { PUSH } from './journey.js';
import type { Journey, Receipt } from './journey.js';
import { privateSpellings } from './private-spellings.js';

const WITHIN_MS = 15_000;
const REFUSED = 'REFUSED';

export function badInput(journey: Journey): void {
  let secret: IssuerServer;

  beforeAll(async () => {
    secret = await startIssuerServer();
  });
  afterAll(() => secret.close());

  const offers = () => journey.db.collection('offers').countDocuments();
  const isUp = async () => (await fetch(`${journey.hub.url}/readyz`)).ok;

  test.each<[string, RequestListener, object]>([
    ['404', status(404), { state: REFUSED, report: { verdict: 'UNVERIFIABLE' } }],
    ['410', status(410), { state: REFUSED, report: { verdict: 'REVOKED' } }],
    ['500', status(500), { state: REFUSED, report: { verdict: 'UNVERIFIABLE' } }],
    ['HTML', sends('text/html', '<p>Hello'), { state: REFUSED, report: { verdict: 'INVALID' } }],
    ['broken JSON', sends('application/json', '{"a"'), { state: REFUSED }],
    ['5 MB of JSON', large, { state: REFUSED, report: { verdict: 'UNVERIFIABLE' } }],
    ['one byte at a time', drip, { state: REFUSED, report: { verdict: 'UNVERIFIABLE' } }],
    ['a gzip bomb', gzipBomb, { state: REFUSED, report: { verdict: 'UNVERIFIABLE' } }],
    ['a redirect to itself', redirectsTo('#'), { state: REFUSED }],
    ['a redirect to file:', redirectsTo('file:///etc/passwd'), { state: REFUSED }],
  ])('an assertion that is %s is refused in time', async (_, listener, expected) => {
    const stored = await offers();
    const url = `${journey.issuer.origin}/hostile`;
    journey.issuer.answer(url, listener);
    const askedAt = Date.now();
    expect(await journey.push(url)).toMatchObject({ offerId: null, ...expected });
    expect(Date.now() - askedAt).toBeLessThan(WITHIN_MS);
    expect(await offers()).toBe(stored);
    expect(await isUp()).toBe(true);
  });

  test('the media type is not what makes a badge', async () => {
    const { urls, assertion } = journey.issuer.issue({ recipient: 'typed@example.org' });
    journey.issuer.answer(urls.assertion, sends('text/plain', JSON.stringify(assertion)));
    const stored = await offers();
    expect(await journey.push(urls.assertion)).toMatchObject({
      state: 'PENDING',
      report: { verdict: 'VALID' },
    });
    expect(await offers()).toBe(stored + 1);
  });

  test('a redirect to an address nobody listed is not followed', async () => {
    const { urls } = secret.issue();
    const url = `${journey.issuer.origin}/leads-away`;
    journey.issuer.answer(url, redirectsTo(urls.assertion));
    expect(await journey.push(url)).toMatchObject({ state: REFUSED, offerId: null });
    expect(secret.connections()).toBe(0);
  });

  test('no spelling of a private address is asked', async () => {
    const { urls } = secret.issue();
    const stored = await offers();
    const targets = privateSpellings(new URL(urls.assertion));
    const answers = await Promise.all(targets.map((url) => journey.hub.graph(PUSH, { url })));
    const told = answers.map(({ data, errors }) => {
      const receipt = (data as { pushBadge: Receipt } | undefined)?.pushBadge;
      return receipt?.state ?? errors?.[0]?.extensions?.['code'];
    });
    expect(Object.fromEntries(targets.map((url, index) => [url, told[index]]))).toEqual(
      Object.fromEntries(targets.map((url) => [url, REFUSED])),
    );
    expect(secret.connections()).toBe(0);
    expect(await offers()).toBe(stored);
  });

  test.each([
    '',
    'not a URL',
    'file:///etc/passwd',
    'data:application/json,{}',
    'ftp://a.example/',
  ])('an assertion at "%s" is no input', async (url) => {
    const { status: code, errors } = await journey.hub.graph(PUSH, { url });
    expect(code).toBe(200);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  test('nobody learns whether an address is blocked, closed, unknown or only slow', async () => {
    const slow = `${journey.issuer.origin}/slow`;
    journey.issuer.answer(slow, drip);
    const urls = [secret.issue().urls.assertion, `${DEAD_ORIGIN}/a`, `${UNKNOWN_ORIGIN}/a`, slow];
    const receipts = await Promise.all(urls.map((url) => journey.push(url)));
    const told = receipts.map((receipt, index) =>
      JSON.stringify(receipt).replaceAll(urls[index] ?? '', 'URL'),
    );
    expect(new Set(told).size).toBe(1);
    expect(receipts).toMatchObject(urls.map(() => ({ report: { verdict: 'UNVERIFIABLE' } })));
    expect(secret.connections()).toBe(0);
  });
}
