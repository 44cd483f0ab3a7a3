import { GraphQLError, Kind } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { refusalToError } from '../../src/graphql/index.js';
import { Refusal } from '../../src/errors.js';

/** What an operation may ask for; see `HUB_LIMIT_…` in the configuration. */
export interface OperationLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly tokens: number;
  readonly cost: number;
}

/** Fields at the root that make the hub work for anybody who asks: one to an operation. */
export const ONCE: readonly string[] = ['verify', 'earnerByEmail'];

/** What an operation asks for, with every fragment counted as often as it is spread. */
export interface OperationSize {
  /** Levels of fields; fragments add none. */
  readonly depth: number;
  /** Levels of braces, fragments included: what a planner recurses into. */
  readonly nesting: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

/** Fragments between two levels of fields that somebody may need. */
const BRACES_PER_LEVEL = 4;

const EMPTY: OperationSize = { depth: 0, nesting: 0, fields: 0, aliases: 0, directives: 0 };

/**
 * Measures each fragment once, so a fragment bomb costs no more time than its text. A fragment that
 * spreads itself counts as empty there; validation refuses it.
 */
export function measure(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): OperationSize {
  const known = new Map<string, OperationSize>();

  const ofFragment = (name: string): OperationSize => {
    const size = known.get(name);
    if (size) return size;
    const fragment = fragments.get(name);
    if (!fragment) return EMPTY;
    known.set(name, EMPTY);
    const inner = ofSelections(fragment.selectionSet);
    const directives = inner.directives + (fragment.directives?.length ?? 0);
    const measured = { ...inner, directives };
    known.set(name, measured);
    return measured;
  };

  const ofSelections = (selectionSet: SelectionSetNode | undefined): OperationSize => {
    let { depth, nesting, fields, aliases, directives } = EMPTY;
    for (const selection of selectionSet?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : ofSelections(selection.selectionSet);
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
      nesting = Math.max(nesting, inner.nesting + 1);
      fields += inner.fields + (isField ? 1 : 0);
      aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return { depth, nesting, fields, aliases, directives };
  };

  const size = ofSelections(operation.selectionSet);
  return { ...size, directives: size.directives + (operation.directives?.length ?? 0) };
}

/** The first limit that is passed, as TOO_COMPLEX naming limit and value; undefined when all is well. */
export function exceeded(size: OperationSize, limits: OperationLimits): GraphQLError | undefined {
  for (const name of ['depth', 'aliases', 'directives'] as const) {
    if (size[name] > limits[name]) return tooComplex(name, limits[name], size[name]);
  }
  const braces = limits.depth * BRACES_PER_LEVEL;
  if (size.nesting > braces) return tooComplex('depth', braces, size.nesting);
  // Every field costs at least one; what follows may then walk the expanded operation.
  return size.fields > limits.cost ? tooComplex('cost', limits.cost, size.fields) : undefined;
}

/** TOO_COMPLEX when one of these fields is asked for twice, under whatever names. */
export function repeated(
  rootFields: readonly string[],
  once: readonly string[],
): GraphQLError | undefined {
  for (const name of once) {
    const times = rootFields.filter((field) => field === name).length;
    if (times > 1) return tooComplex(name, 1, times);
  }
  return undefined;
}

export function tooComplex(name: string, limit: number, value?: number): GraphQLError {
  const found = value === undefined ? '' : `; this operation has ${String(value)}`;
  return refusalToError(
    new Refusal('TOO_COMPLEX', `The limit of ${name} is ${String(limit)}${found}.`, {
      limit: name,
      most: limit,
      ...(value === undefined ? {} : { value }),
    }),
  );
}
