import { collectFields } from '@graphql-tools/utils';
import { Kind, getNullableType, getVariableValues, isListType, isNonNullType } from 'graphql';
import { isCompositeType, isObjectType, isInterfaceType } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
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
  const parts = partsOf(schema, document);
  if (!parts) return null;
  const { operation, root, fragments } = parts;

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

/** The answer when no subgraph gave any data: every field that is not skipped is null. */
export function nullAtRoot(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> = {},
): Data {
  const parts = partsOf(schema, document);
  if (!parts) return {};
  const { operation, root, fragments } = parts;
  const { coerced = {} } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables,
  );
  const { fields } = collectFields(
    schema,
    Object.fromEntries(fragments),
    coerced,
    root,
    operation.selectionSet,
  );
  const answers = [...fields].map(([name, [field]]) => {
    return [name, field?.name.value === '__typename' ? root.name : null] as const;
  });
  return Object.fromEntries(answers);
}

interface Parts {
  readonly operation: OperationDefinitionNode;
  readonly root: GraphQLObjectType;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function partsOf(schema: GraphQLSchema, document: DocumentNode): Parts | undefined {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  return { operation, root, fragments };
}
