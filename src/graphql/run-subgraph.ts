import { GraphQLError, ValuesOfCorrectTypeRule, createSourceEventStream, validate } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { CompiledQuery } from 'graphql-jit';
import type { Log, PrincipalReader } from '../runtime/index.js';
import type { Subgraph } from './build-subgraph.js';
import { cancellable } from './cancellable.js';
import type { SubgraphContext } from './context.js';
import { refusalToError, toGraphqlError } from './to-graphql-error.js';
import { Refusal } from '../errors.js';

export interface SubgraphRequest {
  /** The same object for the same operation: what was compiled for it is kept with it. */
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly operationType: 'query' | 'mutation' | 'subscription';
}

export interface SubgraphCaller {
  /** The principal as the gateway signed it; without one a subgraph answers nothing. */
  readonly principal: string | undefined;
  readonly requestId: string;
}

/** Answers one operation; only a subscription is answered by an iterable. Never throws. */
export type SubgraphRunner = (
  request: SubgraphRequest,
  caller: SubgraphCaller,
) => Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>>;

export interface RunnerDeps {
  readonly principals: PrincipalReader;
  readonly log: Log;
}

/** Runs a subgraph's operations in this process: everything compiled, streams pulled. */
export function createSubgraphRunner(
  { name, schema }: Subgraph,
  { principals, log }: RunnerDeps,
): SubgraphRunner {
  const compiled = new WeakMap<DocumentNode, CompiledQuery>();

  /**
   * What is written in the operation itself has passed the gateway unchecked, which does not know what
   * our scalars accept.
   * @throws GraphQLError
   */
  function refuseWrongLiterals(document: DocumentNode): void {
    const [wrong] = validate(schema, document, [ValuesOfCorrectTypeRule]);
    if (wrong !== undefined) throw wrong;
  }

  function compile({ document, operationName }: SubgraphRequest): CompiledQuery {
    const known = compiled.get(document);
    if (known) return known;
    refuseWrongLiterals(document);
    const made = compileQuery(schema, document, operationName, {
      disablingCapturingStackErrors: true,
    });
    if (!isCompiledQuery(made)) {
      throw new Error(`${name} cannot compile: ${made.errors?.[0]?.message ?? 'no reason given'}`);
    }
    compiled.set(document, made);
    return made;
  }

  function answer(result: ExecutionResult, requestId: string): ExecutionResult {
    if (result.errors === undefined) return result;
    const onBug = (error: unknown): void => {
      log.error({ err: error, subgraph: name, requestId }, 'a subgraph failed');
    };
    return {
      ...result,
      errors: result.errors.map((error) => toGraphqlError(error, { requestId, onBug })),
    };
  }

  async function openStream(request: SubgraphRequest, context: SubgraphContext) {
    const { query } = compile(request);
    const { document, operationName, variables = {} } = request;
    const events = await createSourceEventStream({
      schema,
      document,
      ...(operationName !== undefined && { operationName }),
      variableValues: variables,
      contextValue: context,
    });
    if (!(Symbol.asyncIterator in events)) return answer(events, context.requestId);
    return cancellable((signal) => itemsOf(events, signal));

    async function* itemsOf(source: AsyncIterable<unknown>, signal: AbortSignal) {
      const iterator = source[Symbol.asyncIterator]();
      signal.addEventListener('abort', () => void iterator.return?.(), { once: true });
      try {
        for (let event = await iterator.next(); !event.done; event = await iterator.next()) {
          // A context of its own for every item: what loaders remember is true for one moment only.
          const result = await query(event.value, { ...context }, variables);
          yield answer(result, context.requestId);
        }
      } catch (error) {
        yield answer({ errors: [asGraphqlError(error)] }, context.requestId);
      } finally {
        await iterator.return?.();
      }
    }
  }

  return async (request, { principal, requestId }) => {
    try {
      const context = { ...(await principals.read(principal)), requestId };
      if (request.operationType === 'subscription') return await openStream(request, context);
      const result = await compile(request).query(undefined, context, request.variables ?? {});
      return answer(result, requestId);
    } catch (error) {
      return answer({ errors: [asGraphqlError(error)] }, requestId);
    }
  };
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof Refusal) return refusalToError(error);
  return new GraphQLError('failed', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
