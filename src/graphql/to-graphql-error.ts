import { GraphQLError } from 'graphql';
import { REFUSALS, Refusal } from '../errors.js';
import type { RefusalCode } from '../errors.js';

/** A refusal as GraphQL says it: the sentence, and `extensions.code` out of the table. */
export function refusalToError(refusal: Refusal): GraphQLError {
  return new GraphQLError(refusal.message, {
    extensions: { code: refusal.code, ...refusal.details },
    originalError: refusal,
  });
}

export interface MaskOptions {
  readonly requestId: string;
  /** Called with what went wrong, once for each masked error. */
  readonly onBug: (error: unknown) => void;
}

/** An error as graphql-js makes it, or the compiler, which leaves some parts out. */
type ExecutionError = Pick<GraphQLError, 'message'> &
  Partial<Pick<GraphQLError, 'path' | 'extensions' | 'originalError'>>;

/**
 * What may leave the hub: refusals with their code, mistakes in the operation as graphql-js words them,
 * and INTERNAL with the request id for everything else.
 */
export function toGraphqlError(error: ExecutionError, options: MaskOptions): GraphQLError {
  const cause = rootCause(error);
  // Places in the subgraph's own document would tell a client nothing.
  const said = (message: string, extensions: Readonly<Record<string, unknown>>): GraphQLError =>
    new GraphQLError(message, { path: error.path ?? null, extensions });
  if (cause instanceof Refusal) {
    return said(cause.message, { code: cause.code, ...cause.details });
  }
  const { extensions } = error;
  if (isRefusalCode(extensions?.['code'])) return said(error.message, extensions ?? {});
  // Nothing was thrown and nothing was running yet: the operation itself is wrong.
  if (cause === undefined && error.path === undefined) {
    return said(error.message, { code: 'BAD_INPUT' });
  }
  options.onBug(cause ?? error);
  return said(REFUSALS.INTERNAL.says, { code: 'INTERNAL', requestId: options.requestId });
}

/** The thrown thing under layers of GraphQLError; undefined when graphql-js itself complained. */
function rootCause(error: ExecutionError): unknown {
  let cause: unknown = error.originalError;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  return cause;
}

export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(REFUSALS, code);
}
