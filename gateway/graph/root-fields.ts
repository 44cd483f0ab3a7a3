import { Kind } from 'graphql';
import type { FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';

/**
 * Names of the fields at the root of an operation, through fragments; one for each response name, since
 * the same field under two aliases runs twice. What is skipped for sure is left out.
 */
export function rootFields(
  root: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly string[] {
  const byResponseName = new Map<string, string>();
  const entered = new Set<string>();

  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (isSkipped(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        byResponseName.set((selection.alias ?? selection.name).value, selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (!fragment || entered.has(selection.name.value)) continue;
        entered.add(selection.name.value);
        collect(fragment.selectionSet);
      }
    }
  };

  collect(root);
  return [...byResponseName.values()];
}

/** By a literal; a variable may say this or that. */
function isSkipped({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name, arguments: [argument] = [] }) => {
    if (argument?.value.kind !== Kind.BOOLEAN) return false;
    if (name.value === 'skip') return argument.value.value;
    return name.value === 'include' && !argument.value.value;
  });
}
