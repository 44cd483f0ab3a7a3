import type { Breaker, BreakerRules, SendDeps } from '../../../src/federation/index.js';

const WAITS_MS = [5, 30, 120, 600, 1_800, 3_600].map((seconds) => seconds * 1000);
const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** The table of 2.6, as far as these tests meet it. */
export const judge: SendDeps['judge'] = (answer) => {
  if (answer === undefined) return { kind: 'failed', because: 'not reached' };
  const { status, body, bfStream = '', retryAfterSeconds = 0 } = answer;
  if (status === 202) {
    const [, epoch, contig] = /^epoch="([^"]+)", contig=(\d+)$/.exec(bfStream) ?? [];
    if (epoch === undefined) return { kind: 'delivered' };
    return { kind: 'delivered', stream: { epoch, contig: Number(contig) } };
  }
  if (status === 429) return { kind: 'wait', waitMs: retryAfterSeconds * 1000 };
  if (status === 413) return { kind: 'dead', because: 'too_large' };
  const said = status === 400 ? Buffer.from(body).toString() : '';
  if (said.includes('bf_schema') || said.includes('bf_stale'))
    return { kind: 'dead', because: 'bf_schema' };
  if (said.includes('authentication_failed'))
    return { kind: 'sign-again', because: 'authentication_failed' };
  return { kind: 'failed', because: String(status) };
};

/** The schedule of 2.11, without jitter. */
export const rules: BreakerRules = {
  mayTry: ({ probeAt }, now) => probeAt === undefined || probeAt <= now,
  failed(breaker, now, waitMs) {
    const fails = breaker.fails + 1;
    const failingSince = breaker.failingSince ?? now;
    const isOpen = fails >= 5 && now.getTime() - failingSince.getTime() >= 60_000;
    const wait = waitMs ?? WAITS_MS[Math.min(fails, WAITS_MS.length) - 1] ?? 0;
    const state = isOpen || breaker.state !== 'CLOSED' ? 'OPEN' : 'CLOSED';
    return { state, fails, failingSince, probeAt: later(now, wait), concurrency: 1 };
  },
  succeeded: ({ state, concurrency }) => ({
    state: 'CLOSED',
    fails: 0,
    concurrency: state === 'CLOSED' ? Math.min(4, concurrency * 2) : 1,
  }),
  waiting: (breaker, now, waitMs): Breaker => ({ ...breaker, probeAt: later(now, waitMs) }),
};
