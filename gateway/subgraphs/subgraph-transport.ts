import type { DocumentNode, ExecutionResult } from 'graphql';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** What a plan asks of one subgraph; the same document object every time a plan runs. */
export interface SubgraphRequest {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly operationType: OperationKind;
}

/** On whose behalf. */
export interface SubgraphCaller {
  /** The principal as the gateway signed it. */
  readonly principal: string;
  readonly requestId: string;
}

export type SubgraphAnswer = ExecutionResult | AsyncIterable<ExecutionResult>;

/**
 * Carries requests to one subgraph, in process or over HTTP. Only a subscription is answered by an
 * iterable; it ends as soon as the signal aborts or `return` is called. An answer belongs to the gateway
 * from then on: joining the answers of other subgraphs changes it.
 */
export type SubgraphTransport = (
  request: SubgraphRequest,
  caller: SubgraphCaller,
  signal?: AbortSignal,
) => SubgraphAnswer | Promise<SubgraphAnswer>;

/** Finds the way to a subgraph by the name and address the supergraph gives it. */
export type TransportFactory = (subgraphName: string, url: string) => SubgraphTransport;
