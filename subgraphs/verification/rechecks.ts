import type { Clock } from '../../src/runtime/index.js';
import type { Database } from '../../src/store/index.js';
import type { Rechecks } from '../ports.js';
import { recheckJobModel } from './recheck-job.model.js';

const HOUR_MS = 3_600_000;

/** The port by which others give a reason to look at a badge again; the worker does, as politely as ever. */
export function rechecks(database: Database, clock: Clock): Rechecks {
  return {
    async soon(badges, session) {
      const now = clock.now();
      const hourAgo = new Date(now.getTime() - HOUR_MS);
      await database.model(recheckJobModel).updateMany(
        {
          _id: { $in: [...badges] },
          $or: [{ hintedAt: { $exists: false } }, { hintedAt: { $lte: hourAgo } }],
        },
        { $set: { hintedAt: now }, $min: { dueAt: now } },
        { session },
      );
    },
  };
}
