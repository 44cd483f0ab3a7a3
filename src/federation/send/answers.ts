import { isObject } from '../../openbadges/index.js';
import { MessageRefused } from '../message/message-refused.js';
import { parseStrictJson } from '../message/strict-json.js';
import type { Arrived } from './bf-stream.js';
import { readBfStream } from './bf-stream.js';

/** How the events endpoint of a peer answered. */
export interface PeerAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array | string;
}

/** What a sender does about an answer, in the two tables of BFP/1, 2.6. */
export type Delivery =
  | ({ readonly kind: 'delivered' } & Arrived)
  /** This message will never be taken; the stream goes on. */
  | { readonly kind: 'dead'; readonly because: string }
  /** Once more with a fresh signature, then dead. */
  | { readonly kind: 'sign-again' }
  /** The peer asked for a pause; no failure. */
  | { readonly kind: 'wait'; readonly seconds: number }
  /** A failure of the peer: its backoff. */
  | {
      readonly kind: 'retry-peer';
      readonly because: PeerFault;
      /** Not before. */
      readonly afterSeconds?: number;
      /** How far the clock of the peer is ahead of ours. */
      readonly clockAheadSeconds?: number;
    }
  /** A failure of the peer that a look at its discovery document may explain, once. */
  | { readonly kind: 'rediscover' }
  /** We are not its peer: pause, and say hello again once a day. */
  | { readonly kind: 'not-admitted' }
  /** Gone, if its discovery document is gone for 7 days as well. */
  | { readonly kind: 'gone' };

export type PeerFault =
  'unwell' | 'redirect' | 'clock' | 'key' | 'issuer' | 'audience' | 'not-a-hub';

const MAX_WAIT_SECONDS = 60 * 60;
const UNKNOWN_KEY_SECONDS = 60;
/** More of an error is never read (BFP/1, G11). */
const MAX_ERROR_BYTES = 1024;
const REDISCOVER = [401, 403, 404, 405, 415];

export function classifyAnswer(answer: PeerAnswer, now: Date): Delivery {
  const { status, headers } = answer;
  const seconds = retryAfter(headers['retry-after'], now);
  if (status === 202) {
    const arrived = readBfStream(headers['bf-stream']);
    return arrived === undefined ? failure('not-a-hub') : { kind: 'delivered', ...arrived };
  }
  if (status === 400) return refusedWith(answer, now);
  if (status === 413) return { kind: 'dead', because: 'too_large' };
  if (status === 410) return { kind: 'gone' };
  if ((status === 429 || status === 503) && seconds !== undefined) return { kind: 'wait', seconds };
  if (REDISCOVER.includes(status)) return { kind: 'rediscover' };
  if (status >= 300 && status < 400) return failure('redirect');
  return failure(status >= 200 && status < 300 ? 'not-a-hub' : 'unwell');
}

function refusedWith({ headers, body }: PeerAnswer, now: Date): Delivery {
  const { err, code } = readError(body);
  switch (err) {
    case 'invalid_request':
      return code === 'bf_clock'
        ? { ...failure('clock'), ...clockAhead(headers['date'], now) }
        : { kind: 'dead', because: code ?? err };
    case 'invalid_key':
      return { ...failure('key'), afterSeconds: UNKNOWN_KEY_SECONDS };
    case 'invalid_issuer':
      return failure('issuer');
    case 'invalid_audience':
      return failure('audience');
    case 'authentication_failed':
      return { kind: 'sign-again' };
    case 'access_denied':
      return { kind: 'not-admitted' };
    default:
      // No hub said that, but something before it.
      return failure('not-a-hub');
  }
}

function failure(because: PeerFault): Delivery & { readonly kind: 'retry-peer' } {
  return { kind: 'retry-peer', because };
}

/** The code goes to operators, so it is one of the form that codes have, or none. */
function readError(body: Uint8Array | string): { readonly err?: string; readonly code?: string } {
  try {
    const json = parseStrictJson(body, { maxBytes: MAX_ERROR_BYTES });
    if (!isObject(json)) return {};
    const { err, bf_code: code } = json;
    return {
      ...(typeof err === 'string' ? { err } : {}),
      ...(typeof code === 'string' && /^bf_[a-z_]{1,40}$/.test(code) ? { code } : {}),
    };
  } catch (error) {
    if (error instanceof MessageRefused) return {};
    throw error;
  }
}

/** RFC 9110, 10.2.3: seconds or a date. Undefined when it is absent or cannot be read. */
function retryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : secondsUntil(text, now);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, 0), MAX_WAIT_SECONDS);
}

function clockAhead(date: string | undefined, now: Date): { readonly clockAheadSeconds?: number } {
  const seconds = secondsUntil(date ?? '', now);
  return seconds === undefined ? {} : { clockAheadSeconds: seconds };
}

function secondsUntil(httpDate: string, now: Date): number | undefined {
  const atMs = /^[A-Z][a-z]{2}, .* GMT$/.test(httpDate) ? Date.parse(httpDate) : NaN;
  return Number.isNaN(atMs) ? undefined : Math.ceil((atMs - now.getTime()) / 1000);
}
