import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Principal } from '../../../src/runtime/index.js';
import type { World } from './world.js';

/** Asks as somebody; the answer in a word of the table. */
export type Probe = (as: Principal, world: World) => Promise<string>;

type Variables = Readonly<Record<string, unknown>>;
type Given = (world: World) => Variables | Promise<Variables>;

/**
 * An operation and where in its data the field stands, as in `earner.emails`. What a mutation works on is
 * made anew for each asking, so that no cell of the table spoils another.
 */
export const ask =
  (path: string, operation: string, given: Given = () => ({})): Probe =>
  async (as, world) =>
    wordFor(await world.graph.run(as, operation, await given(world)), path, world);

/** A subscription, by its first item. */
export const listen =
  (path: string, operation: string, given: Given): Probe =>
  async (as, world) => {
    const stream = await world.graph.stream(as, operation, await given(world));
    if (!(Symbol.asyncIterator in stream)) return wordFor(stream, path, world);
    const first = await stream.next();
    await stream.return?.();
    return wordFor(first.value as ExecutionResult, path, world);
  };

/** Null comes as a plain word, a refusal as its code, a list as the names of what it holds, or their
 * types where the operation asks for those. */
function wordFor({ data, errors }: ExecutionResult, path: string, world: World): string {
  const [error] = errors ?? [];
  if (error !== undefined) return codeOf(error);
  const value = path.split('.').reduce<unknown>((at, key) => memberOf(at, key), data);
  if (value === null || value === undefined) return 'null';
  const listed = itemsOf(value);
  if (listed === undefined) return 'data';
  if (listed.length === 0) return 'empty';
  const names = listed.map((item) => world.nameOf(String(memberOf(item, 'id'))) ?? typeOf(item));
  // What other cells made has no name and counts only where there is nothing else.
  const named = names.filter((name) => name !== 'data');
  return named.length === 0 ? 'data' : [...new Set(named)].sort().join('+');
}

function codeOf({ extensions, message }: GraphQLError): string {
  const code = extensions['code'];
  return typeof code === 'string' ? code : message;
}

function typeOf(item: unknown): string {
  const type = memberOf(item, '__typename');
  return typeof type === 'string' ? type : 'data';
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const edges = memberOf(value, 'edges');
  return Array.isArray(edges) ? edges.map((edge) => memberOf(edge, 'node')) : undefined;
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
