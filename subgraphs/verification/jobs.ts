import type { Clock, Ids } from '../../src/runtime/index.js';
import { audited } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';
import { recheckJobModel } from './recheck-job.model.js';
import type { RecheckJobDoc } from './recheck-job.model.js';

export interface JobsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

const SHOWN = 50;

/** What the worker has to do, for operators. */
export async function readJobs({ database, clock }: JobsDeps) {
  const jobs = database.model(recheckJobModel);
  const next = await jobs.find().sort({ dueAt: 1 }).limit(SHOWN).lean<RecheckJobDoc[]>();
  return {
    planned: await jobs.estimatedDocumentCount(),
    due: await jobs.countDocuments({ dueAt: { $lte: clock.now() } }),
    next: next.map(({ _id, host, dueAt, tries = 0 }) => ({
      id: _id,
      dueAt,
      tries,
      ...(host !== undefined && host !== '' && { host }),
    })),
  };
}

/**
 * Makes a job due; the worker keeps to what its issuer's server wants all the same.
 * @throws Refusal NOT_FOUND
 */
export async function runJobNow(by: string, id: string, deps: JobsDeps): Promise<void> {
  const { database, clock } = deps;
  await audited({ by, action: 'runJobNow', on: id }, deps, async (session) => {
    const { matchedCount } = await database
      .model(recheckJobModel)
      .updateOne({ _id: id }, { $min: { dueAt: clock.now() } }, { session });
    return matchedCount === 1;
  });
}
