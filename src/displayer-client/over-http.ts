import { FollowError, Lost } from './errors.js';
import { tokenFrom } from './options.js';
import type { Reach } from './options.js';
import type { Result } from './result.js';

const ANSWER_WITHIN_MS = 30_000;

/**
 * One GraphQL request.
 * @throws FollowError UNAUTHENTICATED; Lost when there is no answer a GraphQL server would give
 */
export async function ask<Data>(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  reach: Reach,
): Promise<Result<Data>> {
  const { url, fetch = globalThis.fetch, signal } = reach;
  let status: number;
  let body: unknown;
  try {
    const token = await tokenFrom(reach);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    status = response.status;
    body = await response.json().catch(() => null);
  } catch (cause) {
    throw new Lost('The hub does not answer.', { cause });
  }
  if (status === 401) throw new FollowError('UNAUTHENTICATED', 'The hub refuses the token.');
  if (typeof body !== 'object' || body === null) throw new Lost('The answer is not GraphQL.');
  return body;
}
