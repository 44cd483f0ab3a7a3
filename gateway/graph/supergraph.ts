import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { ensureSchema } from '@graphql-mesh/fusion-runtime';
import { isAsyncIterable } from '@graphql-tools/utils';
import { Kind, execute, isEnumType, isObjectType } from 'graphql';
import type { ExecutionResult, GraphQLEnumValue, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { completeNulls, nullAtRoot } from './complete-nulls.js';
import type { Operation } from './operation-cache.js';
import type {
  SubgraphAnswer,
  SubgraphCaller,
  SubgraphRequest,
  SubgraphTransport,
  TransportFactory,
} from '../subgraphs/subgraph-transport.js';

/** Lives as long as one run of one plan. */
export interface PlanContext extends SubgraphCaller {
  readonly signal?: AbortSignal;
  /** Answers the request that opens a subscription; the subgraph is not asked. */
  readonly onSubscription?: (open: OpenSubscription) => ExecutionResult;
  /** Set when a subgraph left something out, so that nulls have to be moved. */
  incomplete?: boolean;
}

/** The request that opens a subscription, and the way to the subgraph that owns it. */
export interface OpenSubscription {
  readonly request: SubgraphRequest;
  readonly transport: SubgraphTransport;
}

export type Variables = Readonly<Record<string, unknown>>;

export interface Supergraph {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  /**
   * Plans an operation at its first run. Errors of subgraphs come as they are.
   *
   * @throws GraphQLError, or AggregateError of several, when variables are wrong
   */
  run(
    operation: Operation,
    variables: Variables | undefined,
    context: PlanContext,
  ): Promise<ExecutionResult>;
}

/** Builds the planner for a supergraph (Apollo Federation 2) and binds its subgraphs. */
export async function loadSupergraph(
  sdl: string,
  transportTo: TransportFactory,
): Promise<Supergraph> {
  const unifiedGraph = ensureSchema(sdl);
  const transports = bindSubgraphs(unifiedGraph, transportTo);
  forgetJoinedEnumValues(unifiedGraph);
  const hides = hidesAnswers(unifiedGraph);

  const onSubgraphExecute = (
    subgraph: string,
    request: SubgraphRequest & { readonly context: PlanContext },
  ): SubgraphAnswer | Promise<SubgraphAnswer> => {
    const { context } = request;
    const transport = transports.get(subgraph);
    if (!transport) throw new Error(`the supergraph has no subgraph ${subgraph}`);
    if (request.operationType === 'subscription' && context.onSubscription) {
      return watch(context.onSubscription({ request, transport }), context);
    }
    const answer = transport(request, context, context.signal);
    if (!(answer instanceof Promise)) return watch(answer, context);
    return answer.then(
      (settled) => watch(settled, context),
      (error: unknown) => {
        context.incomplete = true;
        throw error;
      },
    );
  };

  const { executor, unifiedGraph: schema } = await unifiedGraphHandler({
    unifiedGraph,
    getUnifiedGraphSDL: () => sdl,
    // The router's own type speaks of transports of GraphQL Mesh, which are not used here.
    onSubgraphExecute: onSubgraphExecute as never,
  });
  if (!executor) throw new Error('the router offers no executor');

  return {
    schema,
    async run({ kind, name, document, aboutSchema }, variables, context) {
      if (aboutSchema) {
        const shown = await execute({ schema, document, variableValues: { ...variables } });
        if (shown.errors) throw new AggregateError(shown.errors);
        return shown;
      }
      const { data, errors } = (await executor({
        document,
        variables: variables ?? {},
        context,
        operationType: kind,
        ...(name === undefined ? {} : { operationName: name }),
      })) as ExecutionResult;
      const given = data ?? nullAtRoot(schema, document, variables);
      const isWhole = data && !context.incomplete && !hides;
      const completed = isWhole ? data : completeNulls(schema, document, given);
      return errors ? { data: completed, errors } : { data: completed };
    },
  };
}

/** Takes note of an error, and of an entity that its subgraph does not know. */
function watch(answer: SubgraphAnswer, context: PlanContext): SubgraphAnswer {
  if (isAsyncIterable(answer)) return answer;
  if (answer.errors !== undefined || !answer.data) {
    context.incomplete = true;
    return answer;
  }
  for (const name in answer.data) {
    const value: unknown = answer.data[name];
    if (Array.isArray(value) && value.includes(null)) context.incomplete = true;
  }
  return answer;
}

/** Could a subgraph answer with what is @inaccessible? The router puts a null there. */
function hidesAnswers(unifiedGraph: GraphQLSchema): boolean {
  const isHidden = ({ astNode }: Pick<GraphQLEnumValue | GraphQLObjectType, 'astNode'>): boolean =>
    astNode?.directives?.some(({ name }) => name.value === 'inaccessible') ?? false;
  return Object.values(unifiedGraph.getTypeMap()).some((type) =>
    isEnumType(type) ? type.getValues().some(isHidden) : isObjectType(type) && isHidden(type),
  );
}

/**
 * Which subgraphs know an enum value matters to the plan alone, which is made from the text. The router
 * reads the directives of a value anew for each one in an answer, to find `@inaccessible`.
 */
function forgetJoinedEnumValues(unifiedGraph: GraphQLSchema): void {
  for (const type of Object.values(unifiedGraph.getTypeMap())) {
    if (!isEnumType(type) || type.name.startsWith('join__')) continue;
    for (const value of type.getValues()) {
      if (!value.astNode) continue;
      const directives = value.astNode.directives?.filter(
        ({ name }) => name.value !== 'join__enumValue',
      );
      value.astNode = { ...value.astNode, ...(directives && { directives }) };
    }
  }
}

/** Plans name a subgraph as `@join__graph` does, where its address stands too. */
function bindSubgraphs(
  unifiedGraph: GraphQLSchema,
  transportTo: TransportFactory,
): ReadonlyMap<string, SubgraphTransport> {
  const graphs = unifiedGraph.getType('join__Graph');
  if (!isEnumType(graphs)) throw new Error('This is not a supergraph: it has no join__Graph.');
  const transports = new Map<string, SubgraphTransport>();
  for (const { name: value, astNode } of graphs.getValues()) {
    const joined = astNode?.directives?.find(({ name }) => name.value === 'join__graph');
    const text = (argument: string): string | undefined => {
      const node = joined?.arguments?.find(({ name }) => name.value === argument)?.value;
      return node?.kind === Kind.STRING ? node.value : undefined;
    };
    const name = text('name') ?? value;
    transports.set(name, transportTo(name, text('url') ?? ''));
  }
  return transports;
}
