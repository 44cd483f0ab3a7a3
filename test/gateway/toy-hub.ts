import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { execute, parse, subscribe } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type {
  SubgraphCaller,
  SubgraphTransport,
} from '../../gateway/subgraphs/subgraph-transport.js';

/** What the toy subgraphs were asked, in order. */
export interface Asked extends SubgraphCaller {
  readonly subgraph: string;
  readonly kind: string;
}

/** Switches that a test turns to make the toys misbehave. */
export interface ToyWorld {
  readonly asked: Asked[];
  /** Thrown by every resolver that finds a price. */
  priceError: Error | undefined;
  /** Events of `booksAdded`; each is the id of a book. */
  events: AsyncIterable<string>;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';

const CATALOG = `${LINK}
  type Query {
    book(id: ID!): Book
    books(first: Int! = 20): BookConnection!
    shelf: [Book!]!
    broken: String
    refused: String
    reverifyBadge(text: String!): String
    sorted(by: Sorting): String
  }
  type Mutation { pushBadge(text: String!): String requestSignIn(address: String!): String }
  type Subscription { bookAdded: Book! }
  type Book @key(fields: "id") { id: ID! title: String! sequels(first: Int! = 20): [Book!]! }
  enum Sorting { TITLE PRICE }
  type BookConnection { nodes: [Book!]! }
`;

const PRICES = `${LINK}
  type Query { currency: String! }
  type Book @key(fields: "id") { id: ID! price: Int! discount: Int }
`;

const book = (id: string) => ({ __typename: 'Book', id, title: `Title ${id}`, sequels: [] });

async function* noEvents(): AsyncGenerator<string> {}

export function createToyWorld(): ToyWorld {
  return { asked: [], priceError: undefined, events: noEvents() };
}

export interface ToySubgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
}

export function toySubgraphs(
  world: ToyWorld,
  refusal: () => never,
): readonly [ToySubgraph, ToySubgraph] {
  const catalog = buildSubgraphSchema({
    typeDefs: parse(CATALOG),
    resolvers: {
      Query: {
        book: (_: unknown, { id }: { id: string }) => (id === 'none' ? null : book(id)),
        books: (_: unknown, { first }: { first: number }) => ({
          nodes: Array.from({ length: first }, (__, at) => book(String(at))),
        }),
        shelf: () => [book('1'), book('unpriced'), book('2')],
        broken: () => {
          throw new Error('the password is swordfish');
        },
        refused: refusal,
        reverifyBadge: (_: unknown, { text }: { text: string }) => text,
      },
      Mutation: {
        pushBadge: (_: unknown, { text }: { text: string }) => text,
        requestSignIn: () => 'sent',
      },
      Subscription: {
        bookAdded: {
          subscribe: () => world.events,
          resolve: (id: string) => book(id),
        },
      },
    },
  });
  const prices = buildSubgraphSchema({
    typeDefs: parse(PRICES),
    resolvers: {
      Query: { currency: () => 'EUR' },
      Book: {
        __resolveReference: ({ id }: { id: string }) => (id === 'unpriced' ? null : { id }),
        price: ({ id }: { id: string }) => {
          if (world.priceError !== undefined) throw world.priceError;
          return Number(id) * 10;
        },
      },
    },
  });
  return [
    { name: 'catalog', schema: catalog },
    { name: 'prices', schema: prices },
  ];
}

export function toySupergraphSdl(
  urlOf: (name: string) => string = (name) => `http://${name}.example`,
) {
  const composed = composeServices([
    { name: 'catalog', typeDefs: parse(CATALOG), url: urlOf('catalog') },
    { name: 'prices', typeDefs: parse(PRICES), url: urlOf('prices') },
  ]);
  if (composed.supergraphSdl === undefined) throw new Error(JSON.stringify(composed.errors));
  return composed.supergraphSdl;
}

/** Runs the toys in this process and writes down who asked what. */
export function toyTransport(
  world: ToyWorld,
  toys: readonly ToySubgraph[],
): (name: string) => SubgraphTransport {
  return (name) => {
    const toy = toys.find((candidate) => candidate.name === name);
    if (toy === undefined) throw new Error(`no toy is called ${name}`);
    return (request, caller) => {
      world.asked.push({ subgraph: name, kind: request.operationType, ...caller });
      const args = {
        schema: toy.schema,
        document: request.document,
        variableValues: request.variables,
        operationName: request.operationName,
      };
      return request.operationType === 'subscription'
        ? (subscribe(args) as Promise<AsyncIterable<ExecutionResult>>)
        : execute(args);
    };
  };
}
