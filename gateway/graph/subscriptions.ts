import { isAsyncIterable } from '@graphql-tools/utils';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Operation } from './operation-cache.js';
import type { SubgraphCaller } from '../subgraphs/subgraph-transport.js';
import type { OpenSubscription, Supergraph, Variables } from './supergraph.js';

export interface SubscriptionDeps {
  readonly supergraph: Supergraph;
  /** On whose behalf one item is put together; asked anew for each, throws when the stream is over. */
  readonly caller: () => Promise<SubgraphCaller>;
  /** Makes a result fit to leave. */
  readonly finish: (result: ExecutionResult) => FormattedExecutionResult;
  /**
   * Resolves with what ends the stream although no event comes: the token behind it is gone. Looks until
   * the signal aborts; absent for somebody anonymous.
   */
  readonly untilGone?: ((signal: AbortSignal) => Promise<unknown>) | undefined;
  /** The last item of a stream that ends because of what was thrown. */
  readonly refuse: (thrown: unknown) => FormattedExecutionResult;
}

export type GraphStream = AsyncGenerator<FormattedExecutionResult, void, void>;

/**
 * Opens a subscription at the subgraph that owns it and runs the rest of the plan anew for each event,
 * each time with a context of its own: the router would share one among all events, so that errors of
 * one stayed in all later ones. Nothing is read ahead: the next event is asked for when the client took
 * the last one.
 *
 * @throws GraphQLError, or AggregateError of several, when variables are wrong
 */
export async function openSubscription(
  operation: Operation,
  variables: Variables | undefined,
  deps: SubscriptionDeps,
): Promise<FormattedExecutionResult | GraphStream> {
  const { supergraph } = deps;
  const abort = new AbortController();
  const caller = await deps.caller();

  const opened: OpenSubscription[] = [];
  const planned = await supergraph.run(operation, variables, {
    ...caller,
    onSubscription: (open) => {
      opened.push(open);
      return { data: null };
    },
  });
  const [primary] = opened;
  if (!primary) return deps.finish(planned);

  const source = await primary.transport(primary.request, caller, abort.signal);
  if (!isAsyncIterable(source)) return deps.finish(source);

  const runFor = async (event: ExecutionResult): Promise<FormattedExecutionResult> => {
    const context = { ...(await deps.caller()), signal: abort.signal, onSubscription: () => event };
    return deps.finish(await supergraph.run(operation, variables, context));
  };
  const pulled = pull(source[Symbol.asyncIterator](), runFor, deps.refuse, () => {
    abort.abort();
  });
  deps.untilGone?.(abort.signal).then(pulled.giveUp, () => undefined);
  return pulled.stream;
}

const DONE = { done: true, value: undefined } as const;

/**
 * A generator by hand: `return` has to end a `next` that waits for an event that may never come, while
 * an async function would queue behind it.
 */
function pull(
  source: AsyncIterator<ExecutionResult>,
  runFor: (event: ExecutionResult) => Promise<FormattedExecutionResult>,
  refuse: (thrown: unknown) => FormattedExecutionResult,
  abort: () => void,
): { readonly stream: GraphStream; readonly giveUp: (reason: unknown) => void } {
  type Step = IteratorResult<FormattedExecutionResult, void>;
  let ended = false;
  let wake: ((step: Step) => void) | undefined;

  const end = (): void => {
    if (ended) return;
    ended = true;
    abort();
    // What a source throws while it is put away concerns nobody any more.
    Promise.resolve(source.return?.()).catch(() => undefined);
  };

  const leave = (last: Step = DONE): void => {
    end();
    wake?.(last);
  };

  const advance = async (): Promise<Step> => {
    try {
      const event = await source.next();
      if (event.done === true) {
        end();
        return DONE;
      }
      return { done: false, value: await runFor(event.value) };
    } catch (error) {
      if (ended) return DONE;
      end();
      return { done: false, value: refuse(error) };
    }
  };

  const stream: GraphStream = {
    next() {
      if (ended) return Promise.resolve(DONE);
      return new Promise((resolve) => {
        wake = resolve;
        void advance().then(resolve);
      });
    },
    return() {
      leave();
      return Promise.resolve(DONE);
    },
    throw(error) {
      leave();
      return Promise.reject(error as Error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]() {
      leave();
      return Promise.resolve();
    },
  };
  return {
    stream,
    giveUp: (reason) => {
      if (!ended) leave({ done: false, value: refuse(reason) });
    },
  };
}
