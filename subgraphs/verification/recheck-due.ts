import { Refusal } from '../../src/errors.js';
import type { Log } from '../../src/runtime/index.js';
import { recheckJobModel } from './recheck-job.model.js';
import { reverify } from './reverify-badge.js';
import type { ReverifyDeps } from './reverify-badge.js';

type RecheckDeps = ReverifyDeps & { readonly log: Log };

/** How long a worker may take for one badge before another one takes it over. */
const LEASE_MS = 120_000;
/** So that one issuer that lets everybody wait does not hold up the others. */
const AT_ONCE = 4;

/**
 * Checks every badge that is due, a few at a time, until none is left or `signal` aborts. Several
 * workers share the work: each badge is leased before it is looked at.
 */
export async function recheckDue(deps: RecheckDeps, signal: AbortSignal): Promise<void> {
  await Promise.all(Array.from({ length: AT_ONCE }, () => recheckOneByOne(deps, signal)));
}

async function recheckOneByOne(deps: RecheckDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const badge = await leaseNext(deps);
    if (badge === null) return;
    const known = await deps.sources.sourceOf(badge);
    if (known === null) {
      await deps.database.model(recheckJobModel).deleteOne({ _id: badge });
      continue;
    }
    try {
      await reverify(badge, known, deps);
    } catch (error) {
      // Removed while its issuer was asked.
      if (error instanceof Refusal && error.code === 'NOT_FOUND') continue;
      // The lease stays: the badge comes up again when it ends, and does not block the others.
      deps.log.error({ err: error, badge }, 'a badge could not be checked again');
    }
  }
}

async function leaseNext({ database, clock }: ReverifyDeps): Promise<string | null> {
  const now = clock.now();
  const job = await database
    .model(recheckJobModel)
    .findOneAndUpdate(
      {
        dueAt: { $lte: now },
        $or: [{ leasedUntil: { $exists: false } }, { leasedUntil: { $lte: now } }],
      },
      { $set: { leasedUntil: new Date(now.getTime() + LEASE_MS) } },
      { sort: { dueAt: 1 } },
    )
    .lean();
  return job?._id ?? null;
}
