import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { REFUSALS, Refusal } from '../../src/errors.js';
import { isRefusalCode, toGraphqlError } from '../../src/graphql/index.js';

export interface MaskOptions {
  readonly requestId: string;
  readonly onBug: (error: unknown) => void;
  /** Errors of subgraphs leave as they came: there is no hub, so no table of refusals. */
  readonly passThrough: boolean;
  /** Mistakes are not answered with names out of the schema. */
  readonly hideSuggestions: boolean;
}

/** Codes that servers of subgraphs give to what graphql-js complained about. */
const MISTAKES = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);

/** An error on the way from a subgraph: a GraphQLError, or JSON that looks like one. */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

export function maskSubgraphError(
  error: SubgraphError,
  options: MaskOptions,
): GraphQLFormattedError {
  const path = error.path === undefined ? {} : { path: error.path };
  const refusal = refusalIn(error);
  if (refusal) {
    const { message, code, details } = refusal;
    return { message, ...path, extensions: { code, ...details } };
  }
  const extensions = { ...error.extensions };
  if (options.passThrough) return { message: error.message, ...path, extensions };
  const code = extensions['code'];
  if (code === 'INTERNAL') return internal(path, options.requestId);
  if (isRefusalCode(code)) return { message: error.message, ...path, extensions };
  if (typeof code === 'string' && MISTAKES.has(code)) {
    return { message: error.message, ...path, extensions: { code: 'BAD_INPUT' } };
  }
  options.onBug(error);
  return internal(path, options.requestId);
}

/** Whatever was thrown before a subgraph was asked: one error, or several about variables. */
export function maskThrown(thrown: unknown, options: MaskOptions): readonly GraphQLError[] {
  const errors: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.map((error) => {
    const masked = toGraphqlError(asGraphqlError(error), options);
    return options.hideSuggestions ? withoutSuggestion(masked) : masked;
  });
}

function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean [^?]*\?/g, '');
  if (message === error.message) return error;
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    extensions: error.extensions,
  });
}

function asGraphqlError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new GraphQLError('', { originalError });
}

function refusalIn(error: unknown): Refusal | undefined {
  let cause = error;
  while (cause instanceof GraphQLError) cause = cause.originalError;
  return cause instanceof Refusal ? cause : undefined;
}

const internal = (path: object, requestId: string): GraphQLFormattedError => ({
  message: REFUSALS.INTERNAL.says,
  ...path,
  extensions: { code: 'INTERNAL', requestId },
});
