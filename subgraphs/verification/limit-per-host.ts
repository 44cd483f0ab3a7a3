import { Refusal } from '../../src/errors.js';
import { parseUrl } from '../../src/parse-url.js';
import type { FetchDocument } from '../../src/openbadges/index.js';
import { sha256Hex } from '../../src/runtime/index.js';
import type { RateLimiter } from '../../src/store/index.js';

/**
 * Spends a budget for each server that is asked, so that nobody sends the hub against one. What is over
 * the budget reads like a server that was not reached. Servers are told apart by name: another port
 * gives no further budget.
 */
export function limitPerHost(fetch: FetchDocument, perHost: RateLimiter): FetchDocument {
  return async (url, want) => {
    // The fetcher has its own answer for what is no URL.
    const host = parseUrl(url)?.hostname;
    if (host === undefined) return fetch(url, want);
    try {
      await perHost.take(sha256Hex(host));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'RATE_LIMITED') throw error;
      return { kind: 'unreachable', because: 'not-reached' };
    }
    return fetch(url, want);
  };
}
