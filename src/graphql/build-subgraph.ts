import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { GraphQLSchema, parse } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { buildSchemaSync, createResolversMap } from 'type-graphql';
import type { ClassType, NonEmptyArray } from 'type-graphql';
import type { SubgraphContext } from './context.js';

export const SUBGRAPH_NAMES = ['earner', 'badge', 'collection', 'verification'] as const;
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];

/** Finds an entity by the key another subgraph gave; null hides what may not be seen. */
export type ReferenceResolver = (
  reference: { readonly id: string },
  context: SubgraphContext,
  info: GraphQLResolveInfo,
) => unknown;

/** Opens a subscription: one item after the other, each made when it is asked for. */
export type SubgraphStream<Args = never> = (
  args: Args,
  context: SubgraphContext,
) => AsyncIterable<unknown>;

export interface SubgraphParts {
  readonly name: SubgraphName;
  /** Resolver objects, each with its dependencies already inside. */
  readonly resolvers: readonly object[];
  /** Entity classes that no resolver of this subgraph returns by itself. */
  readonly orphanedTypes: readonly ClassType[];
  /** By type name: how `_entities` finds one. */
  readonly references: Readonly<Record<string, ReferenceResolver>>;
  /** By field: what a subscription yields. type-graphql knows only its shape. */
  readonly streams?: Readonly<Record<string, SubgraphStream>>;
}

export interface Subgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  /** The schema with its federation directives, as the composition reads it. */
  readonly sdl: string;
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`;

/** Builds one federated subgraph from type-graphql resolvers (Apollo Federation 2.3). */
export function buildSubgraph(parts: SubgraphParts): Subgraph {
  const instances = new Map(parts.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const plain = buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<ClassType>,
    orphanedTypes: [...parts.orphanedTypes] as ClassType[],
    container: { get: (resolver: ClassType) => instances.get(resolver) },
    // Subscriptions are opened by `streams`; type-graphql wants to see a pubSub all the same.
    pubSub: { publish: () => undefined, subscribe: () => ({ [Symbol.asyncIterator]: noEvents }) },
    validate: false,
    skipCheck: true,
    emitSchemaFile: false,
  });
  const sdl = `${FEDERATION}\n\n${printSchemaWithDirectives(plain)}\n`;
  const resolvers = createResolversMap(plain) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(parts.references)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  for (const [field, stream] of Object.entries(parts.streams ?? {})) {
    resolvers['Subscription'] = {
      ...resolvers['Subscription'],
      [field]: {
        ...(resolvers['Subscription']?.[field] as object),
        subscribe: (_root: unknown, args: never, context: SubgraphContext) => stream(args, context),
      },
    };
  }
  return {
    name: parts.name,
    schema: buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never }),
    sdl,
  };
}

async function* noEvents(): AsyncGenerator<never> {}
