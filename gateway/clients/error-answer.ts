import type { GraphQLError } from 'graphql';
import { REFUSALS } from '../../src/errors.js';
import { isRefusalCode } from '../../src/graphql/index.js';

/** Body and head of an answer, as graphql-http and graphql-sse write them. */
export type ErrorAnswer = readonly [
  string,
  { readonly status: number; readonly statusText: string; readonly headers: Headers },
];
type Headers = Readonly<Record<string, string>>;

export interface ErrorAnswerOptions {
  /** Instead of the one that the table of refusals gives to the first error. */
  readonly status?: number;
  readonly mediaType?: string;
  readonly headers?: Headers;
}

/** A GraphQL answer that consists of errors, as nothing was run. */
export function errorAnswer(
  errors: readonly GraphQLError[],
  { status, mediaType = 'application/json', headers }: ErrorAnswerOptions = {},
): ErrorAnswer {
  const code = errors[0]?.extensions['code'];
  return [
    JSON.stringify({ errors }),
    {
      status: status ?? REFUSALS[isRefusalCode(code) ? code : 'INTERNAL'].http,
      statusText: '',
      headers: { 'content-type': `${mediaType}; charset=utf-8`, ...headers },
    },
  ];
}
