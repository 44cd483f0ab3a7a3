import { verify } from '../../src/openbadges/index.js';
import type { FetchDocument, Report, Source } from '../../src/openbadges/index.js';
import type { Clock } from '../../src/runtime/index.js';
import type { RateLimiter } from '../../src/store/index.js';
import { limitPerHost } from './limit-per-host.js';

export interface VerifySourceDeps {
  readonly fetch: FetchDocument;
  readonly clock: Clock;
  /** Fetches that strangers make the hub do, by the server they go to. */
  readonly fetchesPerHost: RateLimiter;
}

/** Verifies anything for anybody and stores nothing. With a recipient: is it that person's badge? */
export async function verifySource(
  source: Source,
  recipient: string | undefined,
  { fetch, clock, fetchesPerHost }: VerifySourceDeps,
): Promise<Report> {
  const { report } = await verify(
    source,
    { fetch: limitPerHost(fetch, fetchesPerHost), now: () => clock.now() },
    recipient === undefined ? {} : { recipients: [recipient] },
  );
  return report;
}
