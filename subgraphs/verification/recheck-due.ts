import { Refusal } from '../../src/errors.js';
import type { Log } from '../../src/runtime/index.js';
import { fetchInTurn } from './fetch-in-turn.js';
import type { Wait } from './fetch-in-turn.js';
import { claimHost, claimMs, endClaim, prolongClaim } from './issuer-hosts.js';
import type { Hold, Rest } from './issuer-hosts.js';
import { recheckJobModel } from './recheck-job.model.js';
import type { RecheckJobDoc } from './recheck-job.model.js';
import { keepFound, lookAgain } from './reverify-badge.js';
import type { ReverifyDeps, TakenBadge } from './reverify-badge.js';

export type RecheckDeps = ReverifyDeps & { readonly log: Log };

/** Badges of so many issuers at once. */
const AT_ONCE = 8;
/** How long badges wait for a server that cannot be asked, before it counts that it cannot. */
const PATIENCE_MS = 24 * 3_600_000;
/** While a check takes its time, others are looked for so often. */
const LOOK_AGAIN_MS = 5_000;
/** A claim is prolonged when this share of it is over. */
const PROLONG_AFTER = 0.25;

/** A badge to check, and its issuer, both taken by this worker alone. */
interface Task {
  readonly job: RecheckJobDoc;
  readonly fence: number;
  readonly hold: Hold;
  /** It has not waited long yet: rather put it off than say that its issuer cannot be asked. */
  readonly patient: boolean;
}

/**
 * Checks every badge that is due until none is left or `signal` aborts: several issuers at once, one
 * badge of each. Several workers share the work. Each takes a badge and its issuer before it looks at
 * them, so no badge is checked twice and a slow issuer holds up nobody but itself.
 */
export async function recheckDue(deps: RecheckDeps, signal: AbortSignal): Promise<void> {
  const running = new Set<Promise<void>>();
  try {
    for (;;) {
      // Before looking: what ends meanwhile leaves its issuer free, and that is worth another look.
      const before = [...running];
      const mayStart = before.length < AT_ONCE && !signal.aborted;
      const task = mayStart ? await takeNext(deps) : null;
      if (task !== null) {
        const run = recheckOrLog(task, deps, signal).finally(() => running.delete(run));
        running.add(run);
      } else if (before.length > 0) {
        await oneEnds(before, deps);
      } else {
        return;
      }
    }
  } finally {
    await Promise.all(running);
  }
}

/** Or it takes so long that others may be due meanwhile. */
async function oneEnds(running: readonly Promise<void>[], { clock }: RecheckDeps): Promise<void> {
  const waiting = new AbortController();
  const longEnough = clock.sleep(LOOK_AGAIN_MS, waiting.signal).catch(() => undefined);
  await Promise.race([...running, longEnough]);
  waiting.abort();
}

/** Never throws: what goes wrong with one badge is no trouble for the others. */
async function recheckOrLog(task: Task, deps: RecheckDeps, signal: AbortSignal): Promise<void> {
  try {
    await recheck(task, deps, signal);
  } catch (error) {
    // Removed while its issuer was asked.
    if (error instanceof Refusal && error.code === 'NOT_FOUND') return;
    // The lease stays: the badge comes up again when it ends, and does not block the others.
    deps.log.error({ err: error, badge: task.job._id }, 'a badge could not be checked again');
  } finally {
    await endClaim(task.hold, deps).catch((error: unknown) => {
      deps.log.error({ err: error }, 'an issuer stays taken until its time is over');
    });
  }
}

async function recheck(task: Task, deps: RecheckDeps, signal: AbortSignal): Promise<void> {
  const { job, fence, patient } = task;
  const known = await deps.sources.sourceOf(job._id);
  if (known === null) {
    await deps.database.model(recheckJobModel).deleteOne({ _id: job._id });
    return;
  }
  const taken: TakenBadge = { ...known, badge: job._id, fence };
  const beforeEach = prolonging(task, deps);
  const polite = fetchInTurn(deps, { patient, beforeEach, signal });
  const found = await lookAgain(taken, polite.fetch, deps);
  const wait = polite.wait();
  if (wait !== undefined && (patient || wait.because === 'busy')) await putOff(task, wait, deps);
  else await keepFound(taken, found, deps);
}

/** Takes the badge that waited longest and whose issuer no worker deals with. */
async function takeNext(deps: RecheckDeps): Promise<Task | null> {
  const busy = new Set<string>();
  for (;;) {
    const job = await firstDue([...busy], deps);
    if (job === null) return null;
    const host = job.host ?? '';
    const claimed = await claimHost(host, deps);
    if (claimed === null) {
      busy.add(host);
      continue;
    }
    const { hold, rest } = claimed;
    const patient = isPatient(job, deps);
    const fence = rest !== undefined && patient ? undefined : await takeJob(job, deps);
    if (fence !== undefined) return { job, fence, hold, patient };
    if (rest !== undefined && patient) await putOffAll(host, rest, deps);
    await endClaim(hold, deps);
  }
}

function isFree(now: Date) {
  return { dueAt: { $lte: now }, leasedUntil: { $not: { $gt: now } } };
}

async function firstDue(
  busy: readonly string[],
  { database, clock }: RecheckDeps,
): Promise<RecheckJobDoc | null> {
  return database
    .model(recheckJobModel)
    .findOne({ ...isFree(clock.now()), host: { $nin: [...busy] } })
    .sort({ dueAt: 1, plannedAt: 1 })
    .lean();
}

async function takeJob({ _id }: RecheckJobDoc, deps: RecheckDeps): Promise<number | undefined> {
  const now = deps.clock.now();
  const job = await deps.database
    .model(recheckJobModel)
    .findOneAndUpdate(
      { _id, ...isFree(now) },
      { $set: { leasedUntil: new Date(now.getTime() + claimMs(deps)) }, $inc: { fence: 1 } },
      { returnDocument: 'after' },
    )
    .lean();
  return job?.fence;
}

function patientSince({ clock }: RecheckDeps): Date {
  return new Date(clock.now().getTime() - PATIENCE_MS);
}

function isPatient({ plannedAt }: RecheckJobDoc, deps: RecheckDeps): boolean {
  return plannedAt !== undefined && plannedAt > patientSince(deps);
}

/** Their server wants to be left alone, or does not answer: all of its badges wait. */
async function putOffAll(host: string, { until }: Rest, deps: RecheckDeps): Promise<void> {
  await deps.database
    .model(recheckJobModel)
    .updateMany(
      { host, ...isFree(deps.clock.now()), plannedAt: { $gt: patientSince(deps) } },
      { $set: { dueAt: until } },
    );
}

async function putOff({ job, fence }: Task, { until }: Wait, deps: RecheckDeps): Promise<void> {
  await deps.database
    .model(recheckJobModel)
    .updateOne({ _id: job._id, fence }, { $set: { dueAt: until }, $unset: { leasedUntil: 1 } });
}

/** Keeps badge and issuer taken while a check takes its time. */
function prolonging({ job, fence, hold }: Task, deps: RecheckDeps): () => Promise<void> {
  const lengthMs = claimMs(deps);
  let since = deps.clock.now().getTime();
  return async () => {
    const now = deps.clock.now().getTime();
    if (now - since < lengthMs * PROLONG_AFTER) return;
    since = now;
    await deps.database
      .model(recheckJobModel)
      .updateOne({ _id: job._id, fence }, { $set: { leasedUntil: new Date(now + lengthMs) } });
    await prolongClaim(hold, deps);
  };
}
