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

/**
 * What may leave the hub: refusals with their code, mistakes in the operation as graphql-js words them,
 * and INTERNAL with the request id for everything else.
 */
export function toGraphqlError(error: GraphQLError, options: MaskOptions): GraphQLError {
  const cause = rootCause(error);
  const place = { nodes: error.nodes, path: error.path, source: error.source } as const;
  const said = (message: string, extensions: Record<string, unknown>): GraphQLError =>
    new GraphQLError(message, {
      nodes: place.nodes ?? null,
      path: place.path ?? null,
      extensions,
    });
  if (cause instanceof Refusal) {
    return said(cause.message, { code: cause.code, ...cause.details });
  }
  if (isRefusalCode(error.extensions['code'])) return said(error.message, error.extensions);
  if (cause === undefined) return said(error.message, { ...error.extensions, code: 'BAD_INPUT' });
  options.onBug(cause);
  return said(REFUSALS.INTERNAL.says, { code: 'INTERNAL', requestId: options.requestId });
}

/** The thrown thing under layers of GraphQLError; undefined when graphql-js itself complained. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error.originalError;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  return cause;
}

export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(REFUSALS, code);
}
