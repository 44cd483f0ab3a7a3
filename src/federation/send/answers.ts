import { isObject } from '../../openbadges/index.js';
import { MessageRefused } from '../message/message-refused.js';
import { parseStrictJson } from '../message/strict-json.js';
import type { Arrived } from './bf-stream.js';
import { readBfStream } from './bf-stream.js';

/** How the events endpoint of a peer answered; header fields as they came. */
export interface PeerAnswer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly retryAfterSeconds?: number;
  readonly bfStream?: string;
}

/** What a sender does about it: the two tables of BFP/1, 2.6. */
export type PushOutcome =
  | { readonly kind: 'delivered'; readonly stream: Arrived }
  /** This message will never be taken; the stream goes on. */
  | { readonly kind: 'dead'; readonly because: string }
  /** Once more with a fresh signature, then dead. */
  | { readonly kind: 'sign-again'; readonly because: 'authentication_failed' }
  /** The peer wants to be left alone; no failure. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** A failure of the peer: its backoff, and `waitMs` at least. */
  | { readonly kind: 'failed'; readonly because: PeerFault; readonly waitMs?: number };

/**
 * What is wrong with a peer. `moved`: its discovery document may tell more, and is to be read once.
 * `not-admitted`: we are not its peer; hello again once a day. `gone`: it is, when its discovery document
 * is gone for 7 days too. `clock`: ours or its; the field `Date` of the answer tells how far.
 */
export type PeerFault =
  | 'not-reached'
  | 'unwell'
  | 'redirect'
  | 'not-a-hub'
  | 'moved'
  | 'gone'
  | 'clock'
  | 'key'
  | 'issuer'
  | 'audience'
  | 'not-admitted';

const SECOND_MS = 1000;
const MAX_WAIT_MS = 60 * 60 * SECOND_MS;
const UNKNOWN_KEY_MS = 60 * SECOND_MS;
const NOT_ADMITTED_MS = 24 * MAX_WAIT_MS;
/** More of an error is never read (BFP/1, 2.14, G11). */
const MAX_ERROR_BYTES = 1024;
const PERHAPS_MOVED = [401, 403, 404, 405, 415];

/** @param answer undefined when there was none */
export function classifyAnswer(answer: PeerAnswer | undefined): PushOutcome {
  if (answer === undefined) return failed('not-reached');
  const { status, body, bfStream, retryAfterSeconds } = answer;
  if (status === 202) {
    const stream = readBfStream(bfStream);
    return stream === undefined ? failed('not-a-hub') : { kind: 'delivered', stream };
  }
  if (status === 400) return refused(body);
  if (status === 413) return { kind: 'dead', because: 'too_large' };
  if (status === 410) return failed('gone');
  if ((status === 429 || status === 503) && retryAfterSeconds !== undefined) {
    return { kind: 'wait', waitMs: Math.min(retryAfterSeconds * SECOND_MS, MAX_WAIT_MS) };
  }
  if (PERHAPS_MOVED.includes(status)) return failed('moved');
  if (status >= 300 && status < 400) return failed('redirect');
  return failed(status < 300 ? 'not-a-hub' : 'unwell');
}

function refused(body: Uint8Array): PushOutcome {
  const { err, code } = readError(body);
  switch (err) {
    case 'invalid_request':
      return code === 'bf_clock' ? failed('clock') : { kind: 'dead', because: code ?? err };
    case 'invalid_key':
      return { ...failed('key'), waitMs: UNKNOWN_KEY_MS };
    case 'invalid_issuer':
      return failed('issuer');
    case 'invalid_audience':
      return failed('audience');
    case 'authentication_failed':
      return { kind: 'sign-again', because: err };
    case 'access_denied':
      return { ...failed('not-admitted'), waitMs: NOT_ADMITTED_MS };
    default:
      // No hub said that, but something that stands before it.
      return failed('not-a-hub');
  }
}

function failed(because: PeerFault) {
  return { kind: 'failed', because } as const;
}

/** The code is kept and shown to operators, so it has the form of codes or is none. */
function readError(body: Uint8Array): { readonly err?: unknown; readonly code?: string } {
  try {
    const json = parseStrictJson(body, { maxBytes: MAX_ERROR_BYTES });
    if (!isObject(json)) return {};
    const { err, bf_code: code } = json;
    return typeof code === 'string' && /^bf_[a-z_]{1,40}$/.test(code) ? { err, code } : { err };
  } catch (error) {
    if (error instanceof MessageRefused) return {};
    throw error;
  }
}
