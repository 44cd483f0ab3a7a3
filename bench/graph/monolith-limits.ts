import type { ApolloServerPlugin } from '@apollo/server';
import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, ValidationRule } from 'graphql';
import { costCheck } from '../../gateway/graph/operation-cost.js';
import type { CostCheck } from '../../gateway/graph/operation-cost.js';
import { exceeded, measure } from '../../gateway/graph/operation-limits.js';
import type { OperationLimits } from '../../gateway/graph/operation-limits.js';

/** The gateway's limits on size, as a rule: Apollo Server validates a text at its first use. */
export function sizeRule(limits: OperationLimits): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const fragments = new Map<string, FragmentDefinitionNode>();
      for (const node of context.getDocument().definitions) {
        if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
      }
      const tooMuch = exceeded(measure(operation, fragments), limits);
      if (tooMuch) context.reportError(tooMuch);
    },
  });
}

/** The gateway's limit of cost; computed once for each document, as the gateway does. */
export function costPlugin({ cost }: OperationLimits): ApolloServerPlugin {
  const checks = new WeakMap<DocumentNode, CostCheck>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, request }) {
          const check = checks.get(document) ?? costCheck(schema, document, cost);
          checks.set(document, check);
          const tooMuch = check(request.variables);
          return tooMuch ? Promise.reject(tooMuch) : Promise.resolve();
        },
      }),
  };
}
