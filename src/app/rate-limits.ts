import type { Config } from '../runtime/index.js';
import type { RateLimit } from '../store/index.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/** Every limit of the hub by what it counts; operators see and change them by their names. */
export function rateLimits({ limits }: Config) {
  const perMinute = (name: string, uses: number) => ({ name, uses, perSeconds: MINUTE_SECONDS });
  const perHour = (name: string, uses: number) => ({ name, uses, perSeconds: HOUR_SECONDS });
  return {
    requests: perMinute('requests', limits.requestsPerMinute),
    requestsWithToken: perMinute('requests-token', limits.requestsPerMinuteToken),
    pushes: perMinute('pushes', limits.pushesPerMinute),
    signInsPerAddress: perHour('sign-in-address', limits.signInsPerHourAddress),
    signInsPerClient: perHour('sign-in-client', limits.signInsPerHourClient),
    lookups: perMinute('lookups', limits.lookupsPerMinute),
    verifications: perMinute('verifications', limits.verificationsPerMinute),
    fetchesPerHost: perMinute('fetches-host', limits.fetchesPerMinuteHost),
    oauth: perMinute('oauth', limits.oauthPerMinute),
    registrations: perHour('registrations', limits.registrationsPerHour),
  } as const satisfies Record<string, RateLimit>;
}
