import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Refusal } from '../errors.js';
import type { Database } from './database.js';
import { defineModel } from './define-model.js';
import { perDatabase } from './per-database.js';

export interface RateLimiter {
  /** Counts one use by `key`. @throws Refusal RATE_LIMITED with `retryAfterSeconds` when it was one too many */
  take(key: string): Promise<void>;
}

export interface RateLimit {
  readonly name: string;
  readonly uses: number;
  readonly perSeconds: number;
}

/** What an operator set a limit to. Owner: src/store. Lives until it is taken back. */
export const limitSettingModel = defineModel<{ _id: string; uses: number }>('limit_settings', {
  _id: String,
  uses: { type: Number, required: true },
});

/** What an operator sets is believed for so long. */
const SETTINGS_BELIEVED_MS = 5_000;

/** How often something may be done now: what an operator said, or else the configuration. */
const settings = perDatabase((database) => {
  let known: Promise<ReadonlyMap<string, number>> | undefined;
  let untilMs = 0;
  return (): Promise<ReadonlyMap<string, number>> => {
    if (known === undefined || performance.now() > untilMs) {
      untilMs = performance.now() + SETTINGS_BELIEVED_MS;
      known = database
        .model(limitSettingModel)
        .find()
        .lean()
        .then((rows) => new Map(rows.map(({ _id, uses }) => [_id, uses])))
        // A limit holds as configured while the database does not answer.
        .catch(() => new Map());
    }
    return known;
  };
});

/** Uses counted for all processes. Owner: src/store. Lives until its time is over. */
export const limitModel = defineModel<{ key: string; points: number; expire: Date }>(
  'limits',
  { key: String, points: Number, expire: Date },
  [
    { name: 'one_count_per_key', on: { key: 1 }, options: { unique: true } },
    { name: 'counts_expire', on: { expire: -1 }, options: { expireAfterSeconds: 0 } },
  ],
);

/** A limit that all processes of the hub count together, in the MongoDB collection `limits`. */
export function sharedRateLimiter(database: Database, limit: RateLimit): RateLimiter {
  return countedBy(
    limit,
    database,
    () =>
      new RateLimiterMongo({
        storeClient: database.connection.getClient(),
        dbName: database.connection.name,
        tableName: limitModel.name,
        // Made and checked at boot like all others.
        disableIndexesCreation: true,
        keyPrefix: limit.name,
        points: limit.uses,
        duration: limit.perSeconds,
      }),
  );
}

/** A limit that one process counts for itself. */
export function localRateLimiter(database: Database, limit: RateLimit): RateLimiter {
  return countedBy(
    limit,
    database,
    () =>
      new RateLimiterMemory({
        keyPrefix: limit.name,
        points: limit.uses,
        duration: limit.perSeconds,
      }),
  );
}

/** Made at the first use, when the database is there. */
function countedBy(
  { name, uses }: RateLimit,
  database: Database,
  make: () => RateLimiterAbstract,
): RateLimiter {
  let limiter: RateLimiterAbstract | undefined;
  return {
    async take(key) {
      limiter ??= make();
      limiter.points = (await settings(database)()).get(name) ?? uses;
      try {
        await limiter.consume(key);
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        throw new Refusal('RATE_LIMITED', undefined, {
          retryAfterSeconds: Math.ceil(reason.msBeforeNext / 1000),
        });
      }
    },
  };
}
