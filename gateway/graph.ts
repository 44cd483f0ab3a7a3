import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import { isAsyncIterable } from '@graphql-tools/utils';
import type { Log, PrincipalSigner } from '../src/runtime/index.js';
import type { Caller } from './authenticate.js';
import { maskSubgraphError, maskThrown } from './mask-errors.js';
import type { MaskOptions } from './mask-errors.js';
import { createOperationCache } from './operation-cache.js';
import type { Operation } from './operation-cache.js';
import type { OperationLimits } from './operation-limits.js';
import { createRequestLimits } from './request-limits.js';
import type { Limits } from './ports.js';
import { openSubscription } from './subscriptions.js';
import type { SubgraphCaller } from './subgraph-transport.js';
import type { Supergraph, Variables } from './supergraph.js';

/** What a client asks, whatever it came over. */
export interface GraphRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Variables | null | undefined;
}

/** On whose behalf, and under which number in the log. */
export interface GraphCall {
  readonly caller: Caller;
  readonly requestId: string;
}

export type GraphStream = AsyncGenerator<FormattedExecutionResult, void, void>;

/** The public graph without any protocol around it: the same rules over HTTP, WebSocket and SSE. */
export interface Graph {
  /** The operation, or why it may not run. */
  prepare(
    request: GraphRequest,
    call: GraphCall,
  ): Promise<{ readonly operation: Operation } | { readonly refused: readonly GraphQLError[] }>;
  /** Runs a query or mutation. Never throws. */
  run(
    operation: Operation,
    variables: Variables | null | undefined,
    call: GraphCall,
  ): Promise<FormattedExecutionResult>;
  /** Opens a subscription. Never throws; a refusal is a result. */
  subscribe(
    operation: Operation,
    variables: Variables | null | undefined,
    call: GraphCall,
  ): Promise<FormattedExecutionResult | GraphStream>;
  /** Makes what a protocol library throws fit to leave. */
  mask(thrown: unknown, requestId: string): readonly GraphQLError[];
}

export interface GraphDeps {
  readonly supergraph: Supergraph;
  readonly signer: PrincipalSigner;
  readonly limits: Limits;
  readonly operationLimits: OperationLimits;
  readonly production: boolean;
  /** See `MaskOptions`. */
  readonly passThrough: boolean;
  readonly log: Pick<Log, 'error'>;
}

export function createGraph(deps: GraphDeps): Graph {
  const { supergraph, signer, log } = deps;
  const operations = createOperationCache(supergraph.schema, {
    limits: deps.operationLimits,
    production: deps.production,
  });
  const limits = createRequestLimits(deps.limits);

  const masking = (requestId: string): MaskOptions => ({
    requestId,
    passThrough: deps.passThrough,
    onBug: (err) => {
      log.error({ err, requestId }, 'a request met a bug');
    },
  });

  const signed = async ({ caller, requestId }: GraphCall): Promise<SubgraphCaller> => ({
    principal: await signer.mint(await caller.principal()),
    requestId,
  });

  const refusal = (thrown: unknown, requestId: string): FormattedExecutionResult => ({
    errors: maskThrown(thrown, masking(requestId)).map((error) => error.toJSON()),
  });

  const finish = (result: ExecutionResult, requestId: string): FormattedExecutionResult => {
    const { data, errors } = result;
    if (errors) {
      const options = masking(requestId);
      return { errors: errors.map((error) => maskSubgraphError(error, options)), data: data ?? null };
    }
    if (data) return { data };
    // A null had to move all the way up although no subgraph complained.
    return { ...refusal(new Error('a part of the answer is missing'), requestId), data: null };
  };

  return {
    async prepare({ query, operationName, variables }, { caller, requestId }) {
      try {
        await limits.request(caller);
        const prepared = operations.prepare(query, operationName ?? undefined);
        if (prepared.kind === 'refused') throw new AggregateError(prepared.errors);
        const { operation } = prepared;
        const tooMuch = operation.checkCost(variables ?? undefined);
        if (tooMuch) throw tooMuch;
        await limits.operation(operation, caller);
        return { operation };
      } catch (error) {
        return { refused: maskThrown(error, masking(requestId)) };
      }
    },

    async run(operation, variables, call) {
      try {
        const context = await signed(call);
        const result = await supergraph.run(operation, variables ?? undefined, context);
        return finish(result, call.requestId);
      } catch (error) {
        return refusal(error, call.requestId);
      }
    },

    async subscribe(operation, variables, call) {
      try {
        const { requestId } = call;
        const stream = await openSubscription(operation, variables ?? undefined, {
          supergraph,
          caller: () => signed(call),
          refuse: (thrown) => ({ errors: maskThrown(thrown, masking(requestId)) }),
        });
        if (!isAsyncIterable(stream)) return finish(stream, requestId);
        return mapStream(stream, (result) => finish(result, requestId));
      } catch (error) {
        return refusal(error, call.requestId);
      }
    },

    mask: (thrown, requestId) => maskThrown(thrown, masking(requestId)),
  };
}
