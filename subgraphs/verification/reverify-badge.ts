import { Refusal } from '../../src/errors.js';
import { verify } from '../../src/openbadges/index.js';
import type { Evidence, FetchDocument, Report } from '../../src/openbadges/index.js';
import type { Session } from '../../src/store/index.js';
import type {
  BadgeSource,
  BadgeSources,
  CollectionLog,
  EarnerAddresses,
  Notices,
} from '../ports.js';
import { askIfChanged } from './ask-if-changed.js';
import type { StoredQuestion } from './evidence.model.js';
import { fetchAtOnce } from './fetch-in-turn.js';
import type { PoliteDeps } from './fetch-in-turn.js';
import { hostOf } from './host-of.js';
import { claimMs } from './issuer-hosts.js';
import { copyEvidence, evidenceOf, keepEvidence, recipientsThatMattered } from './keep-evidence.js';
import { nextCheck } from './next-check.js';
import { recheckJobModel } from './recheck-job.model.js';
import { currentReport, insertReport, trimReports } from './report-log.js';
import type { ReportLogDeps } from './report-log.js';
import { reportModel, standingOf } from './report.model.js';
import type { ReportDoc } from './report.model.js';
import { isCarriedOn, saysOtherwise, settle } from './settle.js';
import type { Standing } from './settle.js';
import { whatIsNews } from './what-is-news.js';

export interface ReverifyDeps extends ReportLogDeps, PoliteDeps {
  readonly sources: BadgeSources;
  readonly addresses: EarnerAddresses;
  readonly collectionLog: CollectionLog;
  readonly notices: Notices;
}

/** A badge that somebody took to check it; see `RecheckJobDoc.fence`. */
export interface TakenBadge extends BadgeSource {
  readonly badge: string;
  readonly fence: number;
}

/** What a check found, before it is weighed against what stood. */
export interface Found {
  readonly fresh: Report;
  readonly evidence: Evidence;
  readonly question: StoredQuestion;
}

const BY_HAND_EVERY_MS = 60_000;
/** Pictures need no second look, but a badge that changes its picture each time must not pile them up. */
const MOST_PICTURES = 32;

/**
 * Checks a stored badge again because its owner asks.
 * @throws Refusal NOT_FOUND unless it is hers; RATE_LIMITED more than once a minute, or while a server
 *   wants to be left alone
 */
export async function reverifyByHand(
  earner: string,
  badge: string,
  deps: ReverifyDeps,
): Promise<Report> {
  const known = await deps.sources.sourceOf(badge);
  if (known?.earner !== earner) throw new Refusal('NOT_FOUND');
  const now = deps.clock.now();
  const job = await deps.database
    .model(recheckJobModel)
    .findOneAndUpdate(
      { _id: badge, askedAt: { $not: { $gt: new Date(now.getTime() - BY_HAND_EVERY_MS) } } },
      {
        $set: { askedAt: now, leasedUntil: new Date(now.getTime() + claimMs(deps)) },
        $inc: { fence: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean();
  if (job === null) throw tooSoon(BY_HAND_EVERY_MS);
  const taken = { ...known, badge, fence: job.fence ?? 0 };
  const polite = fetchAtOnce(deps);
  const found = await lookAgain(taken, polite.fetch, deps);
  const wait = polite.wait();
  if (wait !== undefined) {
    const ms = wait.until.getTime() - deps.clock.now().getTime();
    throw tooSoon(ms, 'The issuer wants to be left alone for now; try again later.');
  }
  return keepFound(taken, found, deps);
}

function tooSoon(ms: number, says?: string): Refusal {
  return new Refusal('RATE_LIMITED', says, { retryAfterSeconds: Math.ceil(ms / 1000) });
}

/** Asks the issuer, for what changed since it was asked last, and judges what it answers. */
export async function lookAgain(
  { badge, source, earner, accepted }: TakenBadge,
  fetch: FetchDocument,
  deps: ReverifyDeps,
): Promise<Found> {
  const last = await currentReport(badge, deps.database);
  const earlier = last === null ? null : await evidenceOf(last._id, deps.database);
  // What was signed is her own copy, which cannot come to name somebody else.
  const hers = source.kind === 'url' ? await deps.addresses.verifiedAddressesOf(earner) : undefined;
  const { report, credential, evidence } = await verify(
    source,
    { fetch: askIfChanged(fetch, earlier), now: () => deps.clock.now() },
    {
      accepted,
      ...(hers && { recipients: hers }),
      ...(earlier && { earlier: { pictures: earlier.pictures.slice(-MOST_PICTURES) } }),
    },
  );
  const question = {
    at: report.checkedAt,
    compared: true,
    ...(hers && { recipients: recipientsThatMattered(hers, credential) }),
  };
  return { fresh: report, evidence, question };
}

/**
 * In one transaction stores what stands now and what it rests on, plans the next check, tells every
 * collection that shows the badge when the verdict changed, and her what she should know. Who comes
 * too late, after somebody else took the badge, changes nothing.
 * @throws Refusal NOT_FOUND when it was removed while its issuer was asked
 */
export async function keepFound(
  taken: TakenBadge,
  found: Found,
  deps: ReverifyDeps,
): Promise<Report> {
  const at = deps.clock.now();
  return deps.database.transaction(async (session) => {
    const last = await currentReport(taken.badge, deps.database, session);
    if (last === null) throw new Refusal('NOT_FOUND');
    const before = standingOf(last);
    const standing = settle(before, found.fresh, { at, expires: taken.expires });
    if (!(await scheduleNext(taken, found.fresh, deps, session))) return before;
    if (saysOtherwise(before, standing)) {
      await replaceReport(last, standing, found, deps, session);
      await deps.collectionLog.badgeChanged(taken.badge, 'BADGE_STATUS', session);
    } else {
      await confirmReport(last, standing, found, deps, session);
    }
    await tellNews(taken, last, standing, deps, session);
    return standing;
  });
}

/** Plans the next check and gives the badge back. False when somebody else took it meanwhile. */
async function scheduleNext(
  { badge, fence, source, expires }: TakenBadge,
  fresh: Report,
  { database, clock, recheckHours }: ReverifyDeps,
  session: Session,
): Promise<boolean> {
  const jobs = database.model(recheckJobModel);
  const job = await jobs.findOne({ _id: badge, fence }, null, { session }).lean();
  if (job === null) return false;
  const tries = fresh.verdict === 'UNVERIFIABLE' ? (job.tries ?? 0) + 1 : 0;
  const dueAt = nextCheck(badge, { now: clock.now(), recheckHours, expires, tries });
  const host = source.kind === 'url' ? hostOf(source.url) : (job.host ?? '');
  await jobs.updateOne(
    { _id: badge, fence },
    { $set: { dueAt, plannedAt: dueAt, tries, host }, $unset: { leasedUntil: 1 } },
    { session },
  );
  return true;
}

/** The verdict is another one: the report before stays behind it. */
async function replaceReport(
  last: ReportDoc,
  standing: Standing,
  { fresh, evidence, question }: Found,
  deps: ReverifyDeps,
  session: Session,
): Promise<void> {
  const { database } = deps;
  const { _id, subject } = last;
  await database.model(reportModel).updateOne({ _id }, { $set: { current: false } }, { session });
  const report = await insertReport(subject, standing, deps, session);
  if (isCarriedOn(standing, fresh)) {
    await copyEvidence(_id, { report, subject, at: deps.clock.now() }, database, session);
  } else {
    await keepEvidence({ report, subject }, evidence, question, database, session);
  }
  await trimReports(subject, database, session);
}

/** The verdict is the same, so far as it was possible to ask. */
async function confirmReport(
  { _id, subject }: ReportDoc,
  standing: Standing,
  { fresh, evidence, question }: Found,
  { database }: ReverifyDeps,
  session: Session,
): Promise<void> {
  const { checkedAt, findings, endorsements, unreachableSince, version } = standing;
  const said = { checkedAt, findings, endorsements, ...(version && { version }) };
  await database
    .model(reportModel)
    .updateOne(
      { _id },
      unreachableSince === undefined
        ? { $set: said, $unset: { unreachableSince: 1 } }
        : { $set: { ...said, unreachableSince } },
      { session },
    );
  if (isCarriedOn(standing, fresh)) return;
  await keepEvidence({ report: _id, subject }, evidence, question, database, session);
}

async function tellNews(
  { badge, earner }: TakenBadge,
  last: ReportDoc,
  standing: Standing,
  deps: ReverifyDeps,
  session: Session,
): Promise<void> {
  if (standing.verdict === 'UNVERIFIABLE') return;
  const before = await lastConclusive(last, deps, session);
  for (const news of whatIsNews(before, standing)) {
    await deps.notices.tell(earner, { ...news, badge }, session);
  }
}

/** What silence came after: a badge that was revoked before and after it is no news. */
async function lastConclusive(
  last: ReportDoc,
  { database }: ReverifyDeps,
  session: Session,
): Promise<Standing> {
  if (last.verdict !== 'UNVERIFIABLE') return standingOf(last);
  const { subject } = last;
  const earlier = await database
    .model(reportModel)
    .findOne({ subject, current: false, verdict: { $ne: 'UNVERIFIABLE' } }, null, { session })
    .sort({ checkedAt: -1 })
    .lean<ReportDoc>();
  return standingOf(earlier ?? last);
}
