import { Kind, print, visit } from 'graphql';
import type { DocumentNode, FieldNode, SelectionNode } from 'graphql';

/**
 * Merges fields of one selection set that answer under the same name (GraphQL specification, 6.3.2): the
 * router would put the lists of `{ books { id } books { title } }` one behind the other. Fields under
 * different conditions stay apart, the later one in an inline fragment: those it merges well.
 */
export function mergeSelections(document: DocumentNode): DocumentNode {
  return visit(document, {
    // What takes its place is visited in turn, so that merged fields have their own fields merged.
    SelectionSet: (node) => ({ ...node, selections: merge(node.selections) }),
  });
}

function merge(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const byKey = new Map<string, SelectionNode>();
  const collect = (selection: SelectionNode): void => {
    const key = keyOf(selection);
    if (key === '...' && selection.kind === Kind.INLINE_FRAGMENT) {
      selection.selectionSet.selections.forEach(collect);
      return;
    }
    const earlier = byKey.get(key);
    byKey.set(key, earlier ? join(earlier, selection) : selection);
  };
  selections.forEach(collect);

  const names = new Set<string>();
  return [...byKey.values()].map((selection) => {
    if (selection.kind !== Kind.FIELD) return selection;
    const name = responseName(selection);
    if (names.has(name)) return apart(selection);
    names.add(name);
    return selection;
  });
}

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** Equal for selections that can be one. */
function keyOf(selection: SelectionNode): string {
  return [nameOf(selection), ...(selection.directives ?? []).map(print)].join(' ');
}

function nameOf(selection: SelectionNode): string {
  if (selection.kind === Kind.FIELD) return responseName(selection);
  if (selection.kind === Kind.FRAGMENT_SPREAD) return `...${selection.name.value}`;
  return selection.typeCondition ? `... on ${selection.typeCondition.name.value}` : '...';
}

/** Validation saw to it that both ask for the same with the same arguments. */
function join(earlier: SelectionNode, later: SelectionNode): SelectionNode {
  if (!('selectionSet' in earlier) || !earlier.selectionSet) return earlier;
  const added = 'selectionSet' in later ? (later.selectionSet?.selections ?? []) : [];
  const selections = [...earlier.selectionSet.selections, ...added];
  return { ...earlier, selectionSet: { ...earlier.selectionSet, selections } };
}

function apart(field: FieldNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
}
