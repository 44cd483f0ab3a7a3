import { Refusal } from '../../src/errors.js';
import { verify } from '../../src/openbadges/index.js';
import type { FetchDocument, Report } from '../../src/openbadges/index.js';
import type { BadgeSource, BadgeSources, CollectionLog } from '../ports.js';
import { insertReport, schedule } from './report-log.js';
import type { ReportLogDeps } from './report-log.js';
import { recheckJobModel } from './recheck-job.model.js';
import { reportModel } from './report.model.js';
import type { ReportDoc } from './report.model.js';
import { saysOtherwise, settle } from './settle.js';

export interface ReverifyDeps extends ReportLogDeps {
  readonly fetch: FetchDocument;
  readonly sources: BadgeSources;
  readonly collectionLog: CollectionLog;
}

const BY_HAND_EVERY_MS = 60_000;

/**
 * Checks a stored badge again because its owner asks.
 * @throws Refusal NOT_FOUND unless it is hers; RATE_LIMITED more than once a minute
 */
export async function reverifyByHand(
  earner: string,
  badge: string,
  deps: ReverifyDeps,
): Promise<Report> {
  const known = await deps.sources.sourceOf(badge);
  if (known?.earner !== earner) throw new Refusal('NOT_FOUND');
  const now = deps.clock.now();
  const { matchedCount } = await deps.database.model(recheckJobModel).updateOne(
    {
      _id: badge,
      $or: [
        { askedAt: { $exists: false } },
        { askedAt: { $lte: new Date(now.getTime() - BY_HAND_EVERY_MS) } },
      ],
    },
    { $set: { askedAt: now } },
  );
  if (matchedCount === 0) {
    throw new Refusal('RATE_LIMITED', undefined, { retryAfterSeconds: BY_HAND_EVERY_MS / 1000 });
  }
  return reverify(badge, known, deps);
}

/**
 * Asks the issuer, then in one transaction stores what stands now, plans the next check and, when the
 * verdict changed, tells every collection that shows the badge.
 */
export async function reverify(
  badge: string,
  { source, expires }: BadgeSource,
  deps: ReverifyDeps,
): Promise<Report> {
  const { report: fresh } = await verify(source, {
    fetch: deps.fetch,
    now: () => deps.clock.now(),
  });
  const at = deps.clock.now();
  const reports = deps.database.model(reportModel);
  return deps.database.transaction(async (session) => {
    const last = await reports
      .findOne({ subject: badge, current: true }, null, { session })
      .lean<ReportDoc>();
    // Removed while its issuer was asked.
    if (last === null) throw new Refusal('NOT_FOUND');
    const standing = settle(last, fresh, { at, expires });
    if (saysOtherwise(last, standing)) {
      await reports.updateOne({ _id: last._id }, { $set: { current: false } }, { session });
      await insertReport(badge, standing, deps, session);
      await deps.collectionLog.badgeChanged(badge, 'BADGE_STATUS', session);
    } else {
      const { checkedAt, findings, unreachableSince } = standing;
      await reports.updateOne(
        { _id: last._id },
        unreachableSince === undefined
          ? { $set: { checkedAt, findings }, $unset: { unreachableSince: 1 } }
          : { $set: { checkedAt, findings, unreachableSince } },
        { session },
      );
    }
    await schedule(badge, expires, deps, session);
    return standing;
  });
}
