import { Kind, getNullableType, isListType, isNonNullType } from 'graphql';
import { isCompositeType, isObjectType, isInterfaceType } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';

type Data = Record<string, unknown>;

/**
 * Moves each null that stands where the schema allows none up to the next place that allows one
 * (GraphQL specification, 6.4.4). The router joins the answers of subgraphs without doing so: an entity
 * that one of them does not know would leave a hole in a list of `[Badge!]!`.
 *
 * @returns the data, which it may have changed, or null when nothing of it can stand
 */
export function completeNulls(
  schema: GraphQLSchema,
  document: DocumentNode,
  data: Data,
): Data | null {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return null;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }

  /** False when the object cannot stand. */
  const completeObject = (
    type: GraphQLNamedType,
    object: Data,
    selectionSet: SelectionSetNode,
  ): boolean => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const hasFields = isObjectType(type) || isInterfaceType(type);
        const field = hasFields ? type.getFields()[selection.name.value] : undefined;
        // Absent means skipped, or asked for on another type than this one.
        if (!field || object[name] === undefined) continue;
        object[name] = completeValue(field.type, object[name], selection.selectionSet);
        if (object[name] === null && isNonNullType(field.type)) return false;
      } else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (!fragment) continue;
        const on = fragment.typeCondition?.name.value;
        const inner = on === undefined ? type : schema.getType(on);
        if (inner && !completeObject(inner, object, fragment.selectionSet)) return false;
      }
    }
    return true;
  };

  const completeValue = (
    type: GraphQLOutputType,
    value: unknown,
    selectionSet: SelectionSetNode | undefined,
  ): unknown => {
    if (value === null || value === undefined) return null;
    const inner = getNullableType(type);
    if (isListType(inner)) {
      if (!Array.isArray(value)) return value;
      const items = value.map((item) => completeValue(inner.ofType, item, selectionSet));
      return isNonNullType(inner.ofType) && items.includes(null) ? null : items;
    }
    if (!selectionSet || !isCompositeType(inner)) return value;
    return completeObject(inner, value as Data, selectionSet) ? value : null;
  };

  return completeObject(root, data, operation.selectionSet) ? data : null;
}
