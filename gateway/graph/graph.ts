import type {
  ExecutionResult,
  FormattedExecutionResult,
  GraphQLError,
  GraphQLFormattedError,
} from 'graphql';
import { isAsyncIterable } from '@graphql-tools/utils';
import { isRefusalCode } from '../../src/graphql/index.js';
import type { Clock, Log, PrincipalSigner, Visitor } from '../../src/runtime/index.js';
import type { Caller } from '../session/authenticate.js';
import { maskSubgraphError, maskThrown } from './mask-errors.js';
import type { MaskOptions } from './mask-errors.js';
import type { Metrics, OperationKind } from '../http/metrics.js';
import { createOperationCache } from './operation-cache.js';
import type { Operation } from './operation-cache.js';
import { ONCE } from './operation-limits.js';
import type { OperationLimits } from './operation-limits.js';
import type { RequestLimits } from './request-limits.js';
import { openSubscription } from './subscriptions.js';
import type { GraphStream } from './subscriptions.js';
import type { SubgraphCaller } from '../subgraphs/subgraph-transport.js';
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
  /** Who visits, if an operation with these fields at its root wants to know. */
  readonly visitor?: (rootFields: readonly string[]) => Visitor | undefined;
}

/** An operation that may run, with its variables and on whose behalf. */
export interface ReadyOperation {
  readonly operation: Operation;
  readonly variables: Variables | undefined;
  readonly call: GraphCall;
}

/**
 * The public graph without any protocol around it: the same rules over HTTP, WebSocket and SSE. No
 * function throws; a result without `data` means that nothing was run, and its errors are instances.
 */
export interface Graph {
  prepare(
    request: GraphRequest,
    call: GraphCall,
  ): Promise<ReadyOperation | { readonly refused: readonly GraphQLError[] }>;
  /** Runs a query or mutation. */
  run(ready: ReadyOperation): Promise<FormattedExecutionResult>;
  subscribe(ready: ReadyOperation): Promise<FormattedExecutionResult | GraphStream>;
  /** Makes something thrown around the graph fit to leave. */
  mask(thrown: unknown, requestId: string): readonly GraphQLError[];
}

export interface GraphDeps {
  readonly supergraph: Supergraph;
  readonly signer: PrincipalSigner;
  readonly requestLimits: RequestLimits;
  readonly operationLimits: OperationLimits;
  readonly production: boolean;
  /** See `MaskOptions`. */
  readonly passThrough: boolean;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  readonly metrics: Pick<Metrics, 'countOperation'>;
}

/** How often a stream without news looks whether its token still counts. */
const LOOK_AGAIN_MS = 1_000;

export function createGraph(deps: GraphDeps): Graph {
  const { supergraph, signer, log, metrics } = deps;
  const operations = createOperationCache(supergraph.schema, {
    limits: deps.operationLimits,
    production: deps.production,
    // Among subgraphs that are not ours the same name means something else.
    once: deps.passThrough ? [] : ONCE,
  });

  const masking = (requestId: string): MaskOptions => ({
    requestId,
    passThrough: deps.passThrough,
    hideSuggestions: deps.production,
    onBug: (err) => {
      log.error({ err, requestId }, 'a request met a bug');
    },
  });

  const mask = (thrown: unknown, requestId: string): readonly GraphQLError[] =>
    maskThrown(thrown, masking(requestId));

  const refusal = (thrown: unknown, requestId: string): FormattedExecutionResult => ({
    errors: mask(thrown, requestId) as readonly GraphQLFormattedError[],
  });

  const signed = async (
    { caller, requestId, visitor }: GraphCall,
    { rootFields }: Operation,
  ): Promise<SubgraphCaller> => ({
    principal: await signer.mint(await caller.principal(), visitor?.(rootFields)),
    requestId,
  });

  const untilGone =
    (caller: Caller) =>
    async (signal: AbortSignal): Promise<unknown> => {
      for (;;) {
        await deps.clock.sleep(LOOK_AGAIN_MS, signal);
        try {
          await caller.principal();
        } catch (error) {
          return error;
        }
      }
    };

  const finish = (result: ExecutionResult, requestId: string): FormattedExecutionResult => {
    const { data = null, errors } = result;
    if (errors) {
      const options = masking(requestId);
      return { errors: errors.map((error) => maskSubgraphError(error, options)), data };
    }
    if (data) return { data };
    // A null had to move all the way up although no subgraph complained.
    return { ...refusal(new Error('a part of the answer is missing'), requestId), data };
  };

  const count = <R extends FormattedExecutionResult>(kind: OperationKind, result: R): R => {
    const code = result.errors?.[0]?.extensions?.['code'];
    metrics.countOperation(kind, result.errors ? (isRefusalCode(code) ? code : 'INTERNAL') : 'OK');
    return result;
  };

  return {
    async prepare({ query, operationName, variables }, call) {
      try {
        const prepared = operations.prepare(query, operationName ?? undefined);
        if (prepared.kind === 'refused') throw new AggregateError(prepared.errors);
        const { operation } = prepared;
        const tooMuch = operation.checkCost(variables ?? undefined);
        if (tooMuch) throw tooMuch;
        await deps.requestLimits.operation(operation, call.caller);
        return { operation, variables: variables ?? undefined, call };
      } catch (error) {
        const refused = mask(error, call.requestId);
        count('unreadable', { errors: refused as readonly GraphQLFormattedError[] });
        return { refused };
      }
    },

    async run({ operation, variables, call }) {
      try {
        const context = await signed(call, operation);
        const result = await supergraph.run(operation, variables, context);
        return count(operation.kind, finish(result, call.requestId));
      } catch (error) {
        return count(operation.kind, refusal(error, call.requestId));
      }
    },

    async subscribe({ operation, variables, call }) {
      const { requestId } = call;
      try {
        const opened = await openSubscription(operation, variables, {
          supergraph,
          caller: () => signed(call, operation),
          finish: (result) => finish(result, requestId),
          untilGone: call.caller.tokenHash === undefined ? undefined : untilGone(call.caller),
          refuse: (thrown) => refusal(thrown, requestId),
        });
        count('subscription', isAsyncIterable(opened) ? {} : opened);
        return opened;
      } catch (error) {
        return count('subscription', refusal(error, requestId));
      }
    },

    mask,
  };
}
