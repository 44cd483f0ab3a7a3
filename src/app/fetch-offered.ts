import { randomBytes } from 'node:crypto';
import type { FetchOffered } from '../../subgraphs/ports.js';
import { eventId, isServedBy, signRequest } from '../federation/index.js';
import type { SigningKey } from '../federation/index.js';
import type { AskGuarded, Clock } from '../runtime/index.js';

/** Fetches with a request token of this hub, only from the hub that made the offer, and by no detour. */
export function fetchOffered({
  fetch,
  clock,
  publicUrl,
  signingKey,
}: {
  readonly fetch: AskGuarded;
  readonly clock: Clock;
  readonly publicUrl: () => string;
  readonly signingKey: () => Promise<SigningKey>;
}): FetchOffered {
  return async ({ peer, href, maxBytes }) => {
    if (!isServedBy(href, peer) || /[?#]/.test(href)) return 'gone';
    const from = new URL(publicUrl()).origin;
    const request = { method: 'GET', url: href, from, to: peer } as const;
    const now = clock.now();
    const token = await signRequest(
      { ...request, jti: eventId(now, randomBytes(10)), now },
      await signingKey(),
    );
    const answer = await fetch(href, {
      accept: 'application/octet-stream',
      headers: { authorization: `Bearer ${token}` },
      maxBytes,
      maxRedirects: 0,
    });
    if (answer.kind === 'unreachable') {
      return answer.because === 'too-large' ? 'gone' : 'unreachable';
    }
    if (answer.status === 200) return answer.body;
    return answer.status === 404 || answer.status === 410 ? 'gone' : 'unreachable';
  };
}
