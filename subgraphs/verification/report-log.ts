import { coalesceRows } from '../../src/graphql/index.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import type { ReportLog } from '../ports.js';
import { nextCheck } from './next-check.js';
import { recheckJobModel } from './recheck-job.model.js';
import { reportModel } from './report.model.js';
import type { ReportDoc } from './report.model.js';
import type { Standing } from './settle.js';

export interface ReportLogDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly recheckHours: number;
}

/** The port through which offers and badges get their reports, in the writer's own transaction. */
export function reportLog(deps: ReportLogDeps): ReportLog {
  const { database } = deps;
  const reports = database.model(reportModel);
  return {
    record: ({ offer, expiresAt }, report, session) =>
      insertReport(offer, { ...report, expiresAt }, deps, session),
    async adopt(offer, { badge, expires }, session) {
      const known = await reports
        .findOne({ subject: offer, current: true }, null, { session })
        .lean<ReportDoc>();
      if (known === null) throw new Error(`offer ${offer} has no report`);
      const { expiresAt: _offers, ...report } = known;
      await insertReport(badge, report, deps, session);
      await schedule(badge, expires, deps, session);
    },
    async forget(subject, session) {
      await reports.deleteMany({ subject }, { session });
      await database.model(recheckJobModel).deleteOne({ _id: subject }, { session });
    },
    current: coalesceRows<string, ReportDoc>(
      (subjects) =>
        reports.collection
          .find<ReportDoc>({ subject: { $in: [...subjects] }, current: true })
          .toArray(),
      (row) => row.subject,
    ),
  };
}

export async function insertReport(
  subject: string,
  {
    verdict,
    version,
    checkedAt,
    findings,
    unreachableSince,
    expiresAt,
  }: Standing & Pick<ReportDoc, 'expiresAt'>,
  { database, ids }: ReportLogDeps,
  session: Session,
): Promise<void> {
  await database.model(reportModel).create(
    [
      {
        _id: ids.make('rep'),
        subject,
        current: true,
        verdict,
        checkedAt,
        findings,
        ...(version && { version }),
        ...(unreachableSince && { unreachableSince }),
        ...(expiresAt && { expiresAt }),
      },
    ],
    { session },
  );
}

/** Plans the next check of a badge and gives back the lease on it, if there was one. */
export async function schedule(
  badge: string,
  expires: Date | undefined,
  { database, clock, recheckHours }: ReportLogDeps,
  session: Session,
): Promise<void> {
  const dueAt = nextCheck(badge, { now: clock.now(), recheckHours, expires });
  await database
    .model(recheckJobModel)
    .updateOne(
      { _id: badge },
      { $set: { dueAt }, $unset: { leasedUntil: 1 } },
      { upsert: true, session },
    );
}
