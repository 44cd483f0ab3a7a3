import { print } from 'graphql';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { Agent } from 'undici';
import { z } from 'zod';
import { Refusal } from '../../src/errors.js';
import { PRINCIPAL_HEADER } from '../../src/runtime/index.js';
import { subscribeOverWs } from './subscribe-over-ws.js';
import type { SubgraphCaller, SubgraphRequest, TransportFactory } from './subgraph-transport.js';

const REQUEST_ID_HEADER = 'x-request-id';

export interface HttpTransportOptions {
  /** For the whole of one request, or for opening one subscription. */
  readonly deadlineMs: number;
  readonly maxResponseBytes: number;
  /** Where an unreachable subgraph is written down; clients never learn its address. */
  readonly onFailure: (error: unknown, subgraph: string) => void;
}

export interface HttpTransports {
  readonly transport: TransportFactory;
  /** Does the process behind a subgraph's address live? Asks its `/healthz`. */
  answers(url: string): Promise<boolean>;
  close(): Promise<void>;
}

const CONNECTIONS = 64;
const HEALTH_WITHIN_MS = 2_000;

/** What an answer must look like; what is in it is the planner's business. */
const answerShape = z
  .looseObject({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z.array(z.looseObject({ message: z.string() })).optional(),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

/**
 * Reaches subgraphs over HTTP with connections kept alive, and their subscriptions over graphql-ws.
 * A subgraph that does not answer, or not in GraphQL, is refused as UNAVAILABLE.
 */
export function createHttpTransports(options: HttpTransportOptions): HttpTransports {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });

  const ask = async (
    url: URL,
    request: SubgraphRequest,
    caller: SubgraphCaller,
    signal: AbortSignal | undefined,
  ): Promise<ExecutionResult> => {
    const deadline = AbortSignal.timeout(options.deadlineMs);
    const { body } = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        [PRINCIPAL_HEADER]: caller.principal,
        [REQUEST_ID_HEADER]: caller.requestId,
      },
      body: JSON.stringify({
        query: textOf(request.document),
        variables: request.variables,
        operationName: request.operationName,
      }),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > options.maxResponseBytes) throw new Error('the answer is too large');
      chunks.push(chunk);
    }
    const answer: unknown = JSON.parse(Buffer.concat(chunks).toString());
    answerShape.parse(answer);
    return answer as ExecutionResult;
  };

  const answers = async (url: string): Promise<boolean> => {
    try {
      const { origin } = new URL(url);
      const signal = AbortSignal.timeout(HEALTH_WITHIN_MS);
      const { statusCode, body } = await agent.request({
        origin,
        path: '/healthz',
        method: 'GET',
        signal,
      });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  };

  return {
    answers,
    transport: (subgraph, address) => {
      const url = new URL(address);
      return async (request, caller, signal) => {
        try {
          if (request.operationType !== 'subscription') {
            return await ask(url, request, caller, signal);
          }
          const { deadlineMs } = options;
          const payload = { ...request, query: textOf(request.document) };
          return await subscribeOverWs({ url, payload, caller, signal, deadlineMs });
        } catch (error) {
          options.onFailure(error, subgraph);
          throw new Refusal('UNAVAILABLE');
        }
      };
    },
    close: () => agent.destroy(),
  };
}

const texts = new WeakMap<DocumentNode, string>();

/** Plans keep their documents, so each is printed once. */
function textOf(document: DocumentNode): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = print(document);
    texts.set(document, text);
  }
  return text;
}
