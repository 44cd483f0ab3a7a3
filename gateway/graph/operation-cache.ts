import { GraphQLError, Kind, parse, separateOperations, specifiedRules, validate } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import QuickLru from 'quick-lru';
import { costCheck } from './operation-cost.js';
import type { CostCheck } from './operation-cost.js';
import { mergeSelections } from './merge-selections.js';
import { exceeded, measure, repeated, tooComplex } from './operation-limits.js';
import type { OperationLimits } from './operation-limits.js';
import { refusalToError } from '../../src/graphql/index.js';
import { Refusal } from '../../src/errors.js';
import { rootFields } from './root-fields.js';

/** One operation that may run. */
export interface Operation {
  readonly kind: OperationTypeNode;
  readonly name: string | undefined;
  /** This operation and its fragments alone; the same object each time, as plans hang on it. */
  readonly document: DocumentNode;
  /** Names of the fields at the root, repeated as often as they are asked for under other aliases. */
  readonly rootFields: readonly string[];
  /** Nothing in it is for a subgraph: the schema itself answers. */
  readonly aboutSchema: boolean;
  readonly checkCost: CostCheck;
}

export type Prepared =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

export interface OperationCache {
  /** Reads, checks and validates a text at its first use. */
  prepare(text: string, operationName: string | undefined): Prepared;
}

export interface OperationCacheOptions {
  readonly limits: OperationLimits;
  /** In production nobody asks for the schema. */
  readonly production: boolean;
  /** Fields at the root that an operation may ask for once; none when absent. */
  readonly once?: readonly string[];
}

const TEXTS_KEPT = 1_000;
/** Longer texts are read anew each time, so that the cache stays below some 30 MiB. */
const LONGEST_KEPT = 16 * 1024;

export function createOperationCache(
  schema: GraphQLSchema,
  options: OperationCacheOptions,
): OperationCache {
  const known = new QuickLru<string, Prepared>({ maxSize: TEXTS_KEPT });
  return {
    prepare(text, operationName) {
      const key = operationName === undefined ? text : `${operationName}\0${text}`;
      const cached = known.get(key);
      if (cached) return cached;
      const prepared = prepare(schema, text, operationName, options);
      if (key.length <= LONGEST_KEPT) known.set(key, prepared);
      return prepared;
    },
  };
}

function prepare(
  schema: GraphQLSchema,
  text: string,
  operationName: string | undefined,
  { limits, production, once = [] }: OperationCacheOptions,
): Prepared {
  const parsed = read(text, limits.tokens);
  if (parsed instanceof GraphQLError) return refused(parsed);
  const document = separateOperations(parsed)[operationName ?? onlyOperation(parsed) ?? ''];
  const definition = document?.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (document === undefined || definition === undefined) {
    return refused(badInput('Name one of the operations of this document.'));
  }
  const fragments = fragmentsOf(document);
  const fields = rootFields(definition.selectionSet, fragments);
  const asksForSchema = fields.some((field) => field === '__schema' || field === '__type');
  const aboutSchema = fields.every((field) => field.startsWith('__'));
  if (asksForSchema && production) {
    return refused(badInput('The schema is not shown here; it is part of the documentation.'));
  }
  if (asksForSchema && !aboutSchema) {
    return refused(badInput('Ask for the schema in an operation of its own.'));
  }
  const size = measure(definition, fragments);
  // Tools ask for the schema with a query that is deep by nature; its data is small and bounded.
  const tooMuch =
    exceeded(asksForSchema ? { ...size, depth: 0, nesting: 0 } : size, limits) ??
    repeated(fields, once);
  if (tooMuch) return refused(tooMuch);
  const errors = validate(schema, parsed, specifiedRules);
  if (errors.length > 0) return refused(...errors);
  const checkCost = asksForSchema ? () => undefined : costCheck(schema, document, limits.cost);
  const { operation: kind, name } = definition;
  return {
    kind: 'operation',
    operation: {
      kind,
      name: name?.value,
      document: mergeSelections(document),
      rootFields: fields,
      aboutSchema,
      checkCost,
    },
  };
}

function read(text: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxLexicalTokens: maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // graphql-js has no other sign for it.
    return error.message.includes('Parsing aborted') ? tooComplex('tokens', maxTokens) : error;
  }
}

function onlyOperation(document: DocumentNode): string | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operations.length === 1 ? (operations[0]?.name?.value ?? '') : undefined;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

const refused = (...errors: readonly GraphQLError[]): Prepared => ({ kind: 'refused', errors });

const badInput = (says: string): GraphQLError => refusalToError(new Refusal('BAD_INPUT', says));
