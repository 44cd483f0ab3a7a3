import { describe, expect, test } from '@jest/globals';

import type { PeerAnswer } from '../../../src/federation/index.js';
import { classifyAnswer, formatBfStream, readBfStream } from '../../../src/federation/index.js';

const answer = (
  status: number,
  body: unknown = '',
  more: Partial<PeerAnswer> = {},
): PeerAnswer => ({
  status,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  ...more,
});
const said = (err: string, bfCode?: string) =>
  classifyAnswer(answer(400, { err, description: 'x', bf_code: bfCode }));
const failed = (because: string) => ({ kind: 'failed', because });

describe('what a sender makes of an answer', () => {
  test('202 with the watermark is delivered', () => {
    const bfStream = formatBfStream({ epoch: 'ep_3f9c1d2a', contig: 42 });
    expect(bfStream).toBe('epoch="ep_3f9c1d2a", contig=42');
    expect(classifyAnswer(answer(202, '', { bfStream }))).toEqual({
      kind: 'delivered',
      stream: { epoch: 'ep_3f9c1d2a', contig: 42 },
    });
  });

  test.each([undefined, '', 'contig=42', 'epoch="x", contig=1', 'epoch="ep_3f9c1d2a", contig=-1'])(
    '202 with BF-Stream %j is no answer of a hub',
    (bfStream) => {
      expect(readBfStream(bfStream)).toBeUndefined();
      const more = bfStream === undefined ? {} : { bfStream };
      expect(classifyAnswer(answer(202, '', more))).toEqual(failed('not-a-hub'));
    },
  );

  test('F-18 neither 200 with a page, nor a redirect, nor an error page is a success', () => {
    expect(classifyAnswer(answer(200, '<html>'))).toEqual(failed('not-a-hub'));
    expect(classifyAnswer(answer(302))).toEqual(failed('redirect'));
    expect(classifyAnswer(answer(500, 'x'.repeat(5_000)))).toEqual(failed('unwell'));
    expect(classifyAnswer(answer(400, 'x'.repeat(5_000)))).toEqual(failed('not-a-hub'));
    expect(classifyAnswer(undefined)).toEqual(failed('not-reached'));
  });

  test('F-19 what is wrong with a message is the end of that message alone', () => {
    expect(said('invalid_request', 'bf_schema')).toEqual({ kind: 'dead', because: 'bf_schema' });
    expect(said('invalid_request', 'bf_stale')).toEqual({ kind: 'dead', because: 'bf_stale' });
    expect(said('invalid_request')).toEqual({ kind: 'dead', because: 'invalid_request' });
    expect(classifyAnswer(answer(413))).toEqual({ kind: 'dead', because: 'too_large' });
  });

  test('nothing a peer writes is kept but codes', () => {
    expect(said('invalid_request', '<script>')).toEqual({
      kind: 'dead',
      because: 'invalid_request',
    });
    expect(said('x@y.example')).toEqual(failed('not-a-hub'));
  });

  test.each([
    ['invalid_request', 'bf_clock', failed('clock')],
    ['invalid_key', 'bf_unknown_kid', { ...failed('key'), waitMs: 60_000 }],
    ['invalid_issuer', undefined, failed('issuer')],
    ['invalid_audience', undefined, failed('audience')],
    ['authentication_failed', undefined, { kind: 'sign-again', because: 'authentication_failed' }],
    ['access_denied', undefined, { ...failed('not-admitted'), waitMs: 86_400_000 }],
    ['something_new', undefined, failed('not-a-hub')],
  ])('400 %s %s is not the fault of the message', (err, code, expected) => {
    expect(said(err, code)).toEqual(expected);
  });

  test.each([401, 403, 404, 405, 415])('%i may mean that the peer has moved', (status) => {
    expect(classifyAnswer(answer(status))).toEqual(failed('moved'));
  });

  test.each([408, 425, 500, 502, 503, 504, 409, 429])('%i passes', (status) => {
    expect(classifyAnswer(answer(status))).toEqual(failed('unwell'));
  });

  test('410 may mean that the peer is gone', () => {
    expect(classifyAnswer(answer(410))).toEqual(failed('gone'));
  });

  test.each([429, 503])(
    '%i with Retry-After is a wait of an hour at most, and no failure',
    (status) => {
      const wait = (retryAfterSeconds: number) =>
        classifyAnswer(answer(status, '', { retryAfterSeconds }));
      expect(wait(30)).toEqual({ kind: 'wait', waitMs: 30_000 });
      expect(wait(86_400)).toEqual({ kind: 'wait', waitMs: 3_600_000 });
    },
  );
});
