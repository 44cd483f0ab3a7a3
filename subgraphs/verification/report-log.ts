import { coalesceRows } from '../../src/graphql/index.js';
import { isConclusive } from '../../src/openbadges/index.js';
import type { Report } from '../../src/openbadges/index.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import type { ReportLog } from '../ports.js';
import { evidenceModel } from './evidence.model.js';
import { hostOf } from './host-of.js';
import { copyEvidence, keepEvidence } from './keep-evidence.js';
import { nextCheck } from './next-check.js';
import { recheckJobModel } from './recheck-job.model.js';
import { reportModel, standingOf } from './report.model.js';
import type { ReportDoc } from './report.model.js';
import type { Standing } from './settle.js';

export interface ReportLogDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly recheckHours: number;
}

/** Reports of one badge that said something else before, newest first; older ones go. */
const EARLIER_KEPT = 20;

/** The port through which offers and badges get their reports, in the writer's own transaction. */
export function reportLog(deps: ReportLogDeps): ReportLog {
  const { database, clock, recheckHours } = deps;
  const reports = database.model(reportModel);
  const jobs = database.model(recheckJobModel);
  return {
    async record({ offer, expiresAt }, { report, evidence }, session) {
      const id = await insertReport(offer, { ...report, expiresAt }, deps, session);
      const question = { at: report.checkedAt, compared: false };
      const of = { report: id, subject: offer, expiresAt };
      await keepEvidence(of, evidence, question, database, session);
    },
    async adopt(offer, { badge, issuer, expires }, session) {
      const known = await currentReport(offer, database, session);
      if (known === null) throw new Error(`offer ${offer} has no report`);
      const id = await insertReport(badge, standingOf(known), deps, session);
      await copyEvidence(known._id, { report: id, subject: badge }, database, session);
      const tries = isConclusive(standingOf(known)) ? 0 : 1;
      const now = clock.now();
      const dueAt = nextCheck(badge, { now, recheckHours, expires, tries });
      const job = { dueAt, plannedAt: dueAt, host: hostOf(issuer), tries };
      await jobs.updateOne({ _id: badge }, { $set: job }, { upsert: true, session });
    },
    async forget(subject, session) {
      await reports.deleteMany({ subject }, { session });
      await database.model(evidenceModel).deleteMany({ subject }, { session });
      await jobs.deleteOne({ _id: subject }, { session });
    },
    current: readCurrent(database),
  };
}

function readCurrent(database: Database): ReportLog['current'] {
  const { collection } = database.model(reportModel);
  const rows = coalesceRows<string, ReportDoc>(
    (subjects) =>
      collection.find<ReportDoc>({ subject: { $in: [...subjects] }, current: true }).toArray(),
    (row) => row.subject,
  );
  return async (subjects) => {
    const found = await rows(subjects);
    const known = subjects.flatMap((subject) => found.get(subject) ?? []);
    return new Map<string, Report>(known.map((row) => [row.subject, standingOf(row)]));
  };
}

export async function currentReport(
  subject: string,
  database: Database,
  session: Session | null = null,
): Promise<ReportDoc | null> {
  return database
    .model(reportModel)
    .findOne({ subject, current: true }, null, { session })
    .lean<ReportDoc>();
}

/** @returns the id of the report */
export async function insertReport(
  subject: string,
  standing: Standing & Pick<ReportDoc, 'expiresAt'>,
  { database, ids }: ReportLogDeps,
  session: Session,
): Promise<string> {
  const id = ids.make('rep');
  const { expiresAt } = standing;
  await database.model(reportModel).create(
    [
      {
        ...standingOf(standing),
        _id: id,
        subject,
        current: true,
        ...(expiresAt && { expiresAt }),
      },
    ],
    { session },
  );
  return id;
}

/** Forgets the oldest reports of a badge that keeps changing, with what they rest on. */
export async function trimReports(
  subject: string,
  database: Database,
  session: Session,
): Promise<void> {
  const old = await database
    .model(reportModel)
    .find({ subject, current: false }, { _id: 1 }, { session })
    .sort({ checkedAt: -1 })
    .skip(EARLIER_KEPT)
    .lean();
  if (old.length === 0) return;
  const ids = { $in: old.map(({ _id }) => _id) };
  await database.model(evidenceModel).deleteMany({ _id: ids }, { session });
  await database.model(reportModel).deleteMany({ _id: ids }, { session });
}
