import { expect, test } from '@jest/globals';
import { Refusal } from '../../../src/errors.js';
import type { FetchDocument } from '../../../src/openbadges/index.js';
import type { RateLimiter } from '../../../src/store/index.js';
import { limitPerHost } from '../../../subgraphs/verification/index.js';

const WANT = { accept: '*/*', maxBytes: 1 };

/** So many uses of each key. */
function budget(uses: number): RateLimiter {
  const used = new Map<string, number>();
  return {
    take(key) {
      const before = used.get(key) ?? 0;
      used.set(key, before + 1);
      return before < uses ? Promise.resolve() : Promise.reject(new Refusal('RATE_LIMITED'));
    },
  };
}

function counting(): { fetch: FetchDocument; asked: string[] } {
  const asked: string[] = [];
  const body = new Uint8Array();
  return {
    asked,
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve({ kind: 'answered', url, status: 200, body });
    },
  };
}

test('what is over the budget of a server reads like not reached, and is not asked', async () => {
  const { fetch, asked } = counting();
  const limited = limitPerHost(fetch, budget(2));
  const urls = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3'];
  const answers = await Promise.all(urls.map((url) => limited(url, WANT)));
  expect(answers.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'unreachable']);
  expect(answers[2]).toEqual({ kind: 'unreachable', because: 'not-reached' });
  expect(asked).toEqual(urls.slice(0, 2));
});

test.each([
  ['https://A.example/', true],
  ['https://a.example:8443/', true],
  ['http://a.example/', true],
  ['https://user@a.example/', true],
  ['https://b.example/', false],
  ['https://a.example.org/', false],
  ['not a URL', false],
])('%s shares the budget of https://a.example: %s', async (url, shared) => {
  const { fetch } = counting();
  const limited = limitPerHost(fetch, budget(1));
  await limited('https://a.example/', WANT);
  expect((await limited(url, WANT)).kind).toBe(shared ? 'unreachable' : 'answered');
});

test('a budget that cannot be looked up is a bug, not an answer', async () => {
  const broken = { take: () => Promise.reject(new Error('no database')) };
  const { fetch } = counting();
  await expect(limitPerHost(fetch, broken)('https://a.example/', WANT)).rejects.toThrow();
});
