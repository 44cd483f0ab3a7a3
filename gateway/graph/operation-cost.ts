import { Kind, getNamedType, getNullableType, isListType, visit } from 'graphql';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimator } from 'graphql-query-complexity';
import QuickLru from 'quick-lru';
import { tooComplex } from './operation-limits.js';

/** Entries that a list is taken to have when nothing says how many. */
const USUAL_LENGTH = 10;
const COSTS_KEPT = 50;

/** The lists inside a connection are as long as its page, which the connection itself counts. */
const COUNTED_BY_CONNECTION = new Set(['edges', 'nodes']);

/** A JSON value may be a whole credential, of up to a mebibyte. */
const JSON_COST = 1_000;

const estimate: ComplexityEstimator = ({ args, childComplexity, field, node }) => {
  const page: unknown = args['first'] ?? args['last'];
  if (typeof page === 'number') return 1 + Math.max(0, page) * childComplexity;
  if (getNamedType(field.type).name === 'JSON') return JSON_COST;
  const isList = isListType(getNullableType(field.type));
  const counted = COUNTED_BY_CONNECTION.has(field.name) || node.name.value.startsWith('__');
  return 1 + (isList && !counted ? USUAL_LENGTH : 1) * childComplexity;
};

export interface CostCheck {
  /**
   * TOO_COMPLEX when the operation costs too much with these variables.
   *
   * @throws GraphQLError when the variables do not fit the operation
   */
  (variables: Readonly<Record<string, unknown>> | undefined): GraphQLError | undefined;
}

/** Computes the cost of one operation, once for each set of values that can change it. */
export function costCheck(schema: GraphQLSchema, document: DocumentNode, limit: number): CostCheck {
  const relevant = variablesThatCount(document);
  const costs = new QuickLru<string, number>({ maxSize: COSTS_KEPT });
  return (variables) => {
    const key = relevant.length === 0 ? '' : JSON.stringify(relevant.map((v) => variables?.[v]));
    let cost = costs.get(key);
    if (cost === undefined) {
      cost = getComplexity({
        schema,
        query: document,
        estimators: [estimate],
        variables: variables ?? {},
        // The expanded operation has no more fields than the limit of cost; see `exceeded`.
        maxQueryNodes: Number.MAX_SAFE_INTEGER,
      });
      costs.set(key, cost);
    }
    return cost > limit ? tooComplex('cost', limit, cost) : undefined;
  };
}

/** Names of variables that choose a page size or whether a part is there at all. */
function variablesThatCount(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Argument(argument) {
      const { name, value } = argument;
      if (value.kind === Kind.VARIABLE && ['first', 'last', 'if'].includes(name.value)) {
        names.add(value.name.value);
      }
    },
  });
  return [...names];
}
