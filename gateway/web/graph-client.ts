import { REFUSALS, Refusal } from '../../src/errors.js';
import type { RefusalCode } from '../../src/errors.js';
import type { Exchange } from '../http/http-types.js';

export interface GraphAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message?: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * Executes an operation on the public graph, counted against the limits of the exchange's caller. The
 * session comes in the header, never out of the cookie of the exchange.
 */
export type GraphClient = (
  operation: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  headers: { readonly authorization?: string },
  exchange: Exchange,
) => Promise<GraphAnswer>;

/** An operation together with the shape of its data, which the graph's schema promises. */
export interface Operation<Data, Variables> {
  readonly query: string;
  /** Never set: they carry the types. */
  readonly data?: Data;
  readonly variables?: Variables;
}

export type Reply<Data> = { readonly kind: 'data'; readonly data: Data } | RefusedReply;

export interface RefusedReply {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly retryAfterSeconds: number | undefined;
  /** A sentence that names what is wrong. */
  readonly says?: string | undefined;
}

export interface Asking {
  readonly graph: GraphClient;
  readonly exchange: Exchange;
  /** The access token of the caller's session. */
  readonly session?: string | undefined;
}

/** Runs an operation for the person behind an exchange; any error in it is a refusal of the whole. */
export async function ask<Data, Variables extends Readonly<Record<string, unknown>>>(
  { graph, exchange, session }: Asking,
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Reply<Data>> {
  const headers = session === undefined ? {} : { authorization: `Bearer ${session}` };
  const asked = graph({ query: operation.query, variables }, headers, exchange);
  const answer = await asked.catch(refusalAsAnswer);
  const error = answer.errors?.[0];
  if (error === undefined) return { kind: 'data', data: answer.data as Data };
  const retryAfter = error.extensions?.['retryAfterSeconds'];
  return {
    kind: 'refused',
    code: toCode(error.extensions?.['code']),
    says: error.message,
    retryAfterSeconds: typeof retryAfter === 'number' ? retryAfter : undefined,
  };
}

/** A page of a list, as the graph gives it (Relay connections). */
export interface Nodes<T> {
  readonly edges: readonly { readonly node: T | null }[];
}

/** What is in it; an entry the graph could not read is left out. */
export const nodesOf = <T>({ edges }: Nodes<T>): readonly T[] =>
  edges.flatMap(({ node }) => (node === null ? [] : [node]));

/** A dead session, for instance, is refused before there is anything to execute. */
function refusalAsAnswer(error: unknown): GraphAnswer {
  if (!(error instanceof Refusal)) throw error;
  const { message, code, details } = error;
  return { errors: [{ message, extensions: { code, ...details } }] };
}

const toCode = (code: unknown): RefusalCode =>
  typeof code === 'string' && Object.hasOwn(REFUSALS, code) ? (code as RefusalCode) : 'INTERNAL';
