import 'reflect-metadata';
import type { ClassType } from 'type-graphql';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Refusal } from '../errors.js';

/** Relay's page information (Relay Cursor Connections specification), the same in every subgraph. */
@Directive('@shareable')
@ObjectType('PageInfo', {
  simpleResolvers: true,
  description: 'Where a page stands within its list.',
})
class PageInfoType {
  @Field(() => Boolean, { description: 'There is more behind this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'There is something before this page.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first item.' })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item.' })
  readonly endCursor!: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  /** Null when this one item cannot be shown: it never empties the list. */
  readonly node: T | null;
}

export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfoType;
}

/** The `XConnection` and `XEdge` types for a node type; every subgraph that lists X makes its own. */
export function connectionType<T extends object>(
  name: string,
  node: () => ClassType<T>,
): ClassType<Connection<T>> {
  @Directive('@shareable')
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} of a list.` })
  class EdgeType implements Edge<T> {
    @Field(() => String, { description: 'Where this item stands; give it back as `after`.' })
    readonly cursor!: string;

    @Field(node, { nullable: true, description: 'Null when this one item cannot be shown.' })
    readonly node!: T | null;
  }

  @Directive('@shareable')
  @ObjectType(`${name}Connection`, {
    simpleResolvers: true,
    description: `A page of a list of ${name}s.`,
  })
  class ConnectionType implements Connection<T> {
    @Field(() => [EdgeType], { description: 'The items of this page.' })
    readonly edges!: readonly EdgeType[];

    @Field(() => PageInfoType, { description: 'Where this page stands.' })
    readonly pageInfo!: PageInfoType;
  }
  return ConnectionType;
}

/**
 * Turns rows, read one more than asked for, into a page.
 * The cursor of a row is made when somebody selects it: signing is not free.
 */
export function toConnection<Row, T>(
  rows: readonly Row[],
  page: { readonly first: number; readonly after?: string | undefined },
  of: { cursor: (row: Row) => string; node: (row: Row) => T | null },
): Connection<T> {
  const shown = rows.slice(0, page.first);
  const edges = shown.map((row) => ({
    get cursor() {
      return of.cursor(row);
    },
    node: of.node(row),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      get startCursor() {
        return edges.at(0)?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}

/** @throws Refusal BAD_INPUT when `first` is not between 1 and the page limit. */
export function checkPageSize(first: number, limit: number): number {
  if (first >= 1 && first <= limit) return first;
  throw new Refusal('BAD_INPUT', `first has to be between 1 and ${String(limit)}.`, {
    field: 'first',
  });
}
