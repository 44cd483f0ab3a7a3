import { Refusal } from '../../../src/errors.js';
import type { Clock, Ids } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import type { Notices } from '../../ports.js';
import { noticeModel } from './notice.model.js';
import type { NoticeDoc } from './notice.model.js';

const LIFETIME_MS = 180 * 86_400_000;

export interface NoticesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The port through which other subgraphs tell her something, in their own transaction. */
export function notices({ database, clock, ids }: NoticesDeps): Notices {
  return {
    async tell(earner, { kind, says, badge }, session) {
      const at = clock.now();
      const expiresAt = new Date(at.getTime() + LIFETIME_MS);
      const notice = { _id: ids.make('ntc'), earner, at, kind, says, expiresAt };
      await database
        .model(noticeModel)
        .create([{ ...notice, ...(badge !== undefined && { badge }) }], { session });
    },
  };
}

/**
 * Notes that she has read these; the first time counts. What is not hers is left out of the answer.
 * @throws Refusal BAD_INPUT for more than one page of them
 */
export async function markNoticesRead(
  earner: string,
  ids: readonly string[],
  {
    database,
    clock,
    pageLimit,
  }: Pick<NoticesDeps, 'database' | 'clock'> & { readonly pageLimit: number },
): Promise<readonly NoticeDoc[]> {
  if (ids.length > pageLimit) {
    throw new Refusal('BAD_INPUT', `ids may be ${String(pageLimit)} at once.`, { field: 'ids' });
  }
  const rows = database.model(noticeModel);
  const hers = { _id: { $in: [...ids] }, earner };
  await rows.updateMany({ ...hers, readAt: { $exists: false } }, { $set: { readAt: clock.now() } });
  return rows.find(hers).sort({ at: -1, _id: -1 }).lean<NoticeDoc[]>();
}
