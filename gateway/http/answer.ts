import type { ServerResponse } from 'node:http';
import { REFUSALS, Refusal } from '../../src/errors.js';
import type { Exchange } from './http-types.js';

/** Headers of every answer; a page replaces the policy with its own. */
const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
];

/** One year; only where the hub is reached by https. */
const TRANSPORT_SECURITY = 'max-age=31536000';

export function setSecurityHeaders(res: ServerResponse, isHttps: boolean): void {
  for (const [name, value] of SECURITY_HEADERS) res.setHeader(name, value);
  if (isHttps) res.setHeader('Strict-Transport-Security', TRANSPORT_SECURITY);
}

/** Answers at once with a body whose length is known, or without one. */
export function answer(
  res: ServerResponse,
  status: number,
  type: string | undefined,
  body: string | undefined,
): void {
  // `writeHead` would make Node send the body in chunks.
  res.statusCode = status;
  if (type !== undefined) res.setHeader('Content-Type', type);
  res.end(body);
}

/** Answers with a refusal; `status` instead of that of the table. */
export type AnswerRefusal = (exchange: Exchange, refusal: Refusal, status?: number) => void;

/** A refusal as a JSON problem (RFC 9457). */
export function answerProblem(
  { res, requestId }: Exchange,
  refusal: Refusal,
  status?: number,
): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  setRefusalHeaders(res, refusal);
  const code = status ?? REFUSALS[refusal.code].http;
  const problem = {
    type: 'about:blank',
    title: refusal.message,
    status: code,
    code: refusal.code,
    requestId,
    ...refusal.details,
  };
  answer(res, code, 'application/problem+json', JSON.stringify(problem));
}

/** What a refusal says in headers: when to come back, how to sign in, that the rest is not read. */
export function setRefusalHeaders(res: ServerResponse, { code, details }: Refusal): void {
  const { retryAfterSeconds } = details;
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
  if (code === 'UNAUTHENTICATED') res.setHeader('WWW-Authenticate', 'Bearer, DPoP');
  if (code === 'TOO_LARGE') res.setHeader('Connection', 'close');
}
