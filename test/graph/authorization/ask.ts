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

/**
 * A refusal as its code, nothing as `null`, a list as the names of what it holds, an object by the name it
 * has in the world or by its type where that is asked for; anything else is `data`.
 */
function wordFor({ data, errors }: ExecutionResult, path: string, world: World): string {
  const [error] = errors ?? [];
  if (error !== undefined) return codeOf(error);
  const value = path.split('.').reduce<unknown>((at, key) => memberOf(at, key), data);
  if (value === null || value === undefined) return 'null';
  const listed = itemsOf(value);
  if (listed === undefined) return nameOf(value, world);
  if (listed.length === 0) return 'empty';
  const names = [...new Set(listed.map((item) => nameOf(item, world)))];
  // What other cells made has no name, and counts only where there is nothing else.
  const named = names.filter((name) => name !== 'data');
  return named.length === 0 ? 'data' : named.sort().join('+');
}

function codeOf({ extensions, message }: GraphQLError): string {
  const code = extensions['code'];
  return typeof code === 'string' ? code : message;
}

function nameOf(value: unknown, world: World): string {
  if (typeof value === 'boolean') return String(value);
  const [id, type] = [memberOf(value, 'id'), memberOf(value, '__typename')];
  const name = typeof id === 'string' ? world.nameOf(id) : type;
  return typeof name === 'string' ? name : 'data';
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
