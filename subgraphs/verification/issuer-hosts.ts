import type { FetchAnswer } from '../../src/openbadges/index.js';
import type { Clock, Ids } from '../../src/runtime/index.js';
import type { Database } from '../../src/store/index.js';
import { hostOf } from './host-of.js';
import { issuerHostModel } from './issuer-host.model.js';
import type { IssuerHostDoc } from './issuer-host.model.js';

/**
 * How all workers together deal with the servers of issuers: one checks badges of an issuer at a time,
 * one talks to a server at a time, and a server that asks for it, or does not answer, is left alone.
 */
export interface IssuerHostsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long one fetch may take. */
  readonly fetchDeadlineMs: number;
}

/** Whoever holds something gives it back; after a crash it is free by itself. */
export interface Hold {
  readonly host: string;
  readonly by: string;
}

/** Why a server is not asked now. */
export interface Rest {
  /** It asked for it itself. */
  readonly wanted: boolean;
  readonly until: Date;
}

export interface Turn extends Hold {
  readonly failures: number;
}

export type TurnAnswer =
  | { readonly kind: 'turn'; readonly turn: Turn }
  | { readonly kind: 'resting'; readonly rest: Rest }
  | { readonly kind: 'busy' };

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const REMEMBER_MS = 7 * 24 * HOUR_MS;
/** How long a worker may take for one badge before another one takes it over, fetches apart. */
const CLAIM_MS = 120_000;
const TURN_MS = 30_000;

/** The longest rest a server gets on its word. */
const LONGEST_WISH_MS = 24 * HOUR_MS;
/** 429 without a time (RFC 6585, section 4). */
const USUAL_WISH_MS = MINUTE_MS;
/** One unlucky address says little about a server that many may share. */
const FAILURES_BEFORE_REST = 3;
const LONGEST_REST_MS = HOUR_MS;

/** Neither set nor still ahead. */
const isOver = (now: Date) => ({ $not: { $gt: now } });

/** How long a worker has a badge or an issuer; it is prolonged before each fetch. */
export function claimMs({ fetchDeadlineMs }: Pick<IssuerHostsDeps, 'fetchDeadlineMs'>): number {
  return CLAIM_MS + 2 * fetchDeadlineMs;
}

/** Makes this worker the only one that checks badges of an issuer; null when another one does. */
export async function claimHost(
  host: string,
  deps: IssuerHostsDeps,
): Promise<{ readonly hold: Hold; readonly rest: Rest | undefined } | null> {
  const now = deps.clock.now();
  const by = deps.ids.make('wrk');
  await remember(host, deps);
  const row = await hostsIn(deps)
    .findOneAndUpdate(
      { _id: host, claimedUntil: isOver(now) },
      {
        $set: {
          claimedBy: by,
          claimedUntil: new Date(now.getTime() + claimMs(deps)),
          expiresAt: forgottenAt(now),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<IssuerHostDoc>();
  return row === null ? null : { hold: { host, by }, rest: restOf(row, now) };
}

export async function prolongClaim({ host, by }: Hold, deps: IssuerHostsDeps): Promise<void> {
  const claimedUntil = new Date(deps.clock.now().getTime() + claimMs(deps));
  await hostsIn(deps).updateOne({ _id: host, claimedBy: by }, { $set: { claimedUntil } });
}

export async function endClaim({ host, by }: Hold, deps: IssuerHostsDeps): Promise<void> {
  const free = { claimedBy: 1, claimedUntil: 1 } as const;
  await hostsIn(deps).updateOne({ _id: host, claimedBy: by }, { $unset: free });
}

/**
 * Takes the one connection to a server, if it is free and nobody asked for a rest.
 * @param patient whether a server that does not answer is given time, too
 */
export async function takeTurn(
  host: string,
  patient: boolean,
  deps: IssuerHostsDeps,
): Promise<TurnAnswer> {
  const now = deps.clock.now();
  const by = deps.ids.make('trn');
  const hosts = hostsIn(deps);
  await remember(host, deps);
  const row = await hosts
    .findOneAndUpdate(
      {
        _id: host,
        leasedUntil: isOver(now),
        notBefore: isOver(now),
        ...(patient && { restsUntil: isOver(now) }),
      },
      { $set: { leasedBy: by, leasedUntil: turnEnds(now, deps), expiresAt: forgottenAt(now) } },
      { returnDocument: 'after' },
    )
    .lean<IssuerHostDoc>();
  if (row !== null) return { kind: 'turn', turn: { host, by, failures: row.failures ?? 0 } };
  const known = await hosts.findById(host).lean<IssuerHostDoc>();
  const rest = known === null ? undefined : restOf(known, now);
  return rest === undefined || !(rest.wanted || patient)
    ? { kind: 'busy' }
    : { kind: 'resting', rest };
}

/** Gives the connection back and remembers how it went; see `noteWish`. */
export async function endTurn(
  { host, by, failures }: Turn,
  answer: FetchAnswer,
  deps: IssuerHostsDeps,
): Promise<Date | undefined> {
  const now = deps.clock.now();
  const hosts = hostsIn(deps);
  const free = { leasedBy: 1, leasedUntil: 1 } as const;
  const missed = isMissed(answer) ? failures + 1 : 0;
  const restMs = restAfter(missed);
  await hosts.updateOne(
    { _id: host, leasedBy: by },
    {
      $set: {
        failures: missed,
        ...(restMs > 0 && { restsUntil: new Date(now.getTime() + restMs) }),
      },
      $unset: restMs > 0 ? free : { ...free, restsUntil: 1 as const },
    },
  );
  return noteWish(answer, deps);
}

/** Until when the server that answered wants to be left alone; after redirects that is another one. */
export async function noteWish(
  answer: FetchAnswer,
  deps: IssuerHostsDeps,
): Promise<Date | undefined> {
  const wishMs = wishIn(answer);
  if (wishMs === 0 || answer.kind === 'unreachable') return undefined;
  const host = hostOf(answer.url);
  const notBefore = new Date(deps.clock.now().getTime() + wishMs);
  await remember(host, deps);
  await hostsIn(deps).updateOne({ _id: host }, { $max: { notBefore } });
  return notBefore;
}

/** Until when a server wants to be left alone. */
export async function wishOf(host: string, deps: IssuerHostsDeps): Promise<Date | undefined> {
  const row = await hostsIn(deps).findById(host).lean<IssuerHostDoc>();
  return row?.notBefore !== undefined && row.notBefore > deps.clock.now()
    ? row.notBefore
    : undefined;
}

async function remember(host: string, deps: IssuerHostsDeps): Promise<void> {
  const expiresAt = forgottenAt(deps.clock.now());
  await hostsIn(deps).updateOne({ _id: host }, { $setOnInsert: { expiresAt } }, { upsert: true });
}

function forgottenAt(now: Date): Date {
  return new Date(now.getTime() + REMEMBER_MS);
}

function hostsIn({ database }: IssuerHostsDeps) {
  return database.model(issuerHostModel);
}

function turnEnds(now: Date, { fetchDeadlineMs }: IssuerHostsDeps): Date {
  return new Date(now.getTime() + TURN_MS + fetchDeadlineMs);
}

function restOf({ notBefore, restsUntil }: IssuerHostDoc, now: Date): Rest | undefined {
  if (notBefore !== undefined && notBefore > now) return { wanted: true, until: notBefore };
  return restsUntil !== undefined && restsUntil > now
    ? { wanted: false, until: restsUntil }
    : undefined;
}

function isMissed(answer: FetchAnswer): boolean {
  return answer.kind === 'unreachable' && answer.because === 'not-reached';
}

/** A minute after the third failure in a row, then two, four … up to an hour. */
function restAfter(failures: number): number {
  if (failures < FAILURES_BEFORE_REST) return 0;
  return Math.min(MINUTE_MS * 2 ** (failures - FAILURES_BEFORE_REST), LONGEST_REST_MS);
}

function wishIn(answer: FetchAnswer): number {
  if (answer.kind === 'unreachable' || ![429, 503].includes(answer.status)) return 0;
  const wishMs = (answer.retryAfterSeconds ?? 0) * 1000;
  if (wishMs > 0) return Math.min(wishMs, LONGEST_WISH_MS);
  return answer.status === 429 ? USUAL_WISH_MS : 0;
}
