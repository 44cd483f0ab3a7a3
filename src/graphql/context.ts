import type DataLoader from 'dataloader';
import type { Principal, Visitor } from '../runtime/index.js';

/** What a subgraph knows of one request; loaders hang on this object and die with it. */
export interface SubgraphContext {
  readonly principal: Principal;
  readonly requestId: string;
  /** Only for operations that ask for it: `NEEDS_VISITOR` of the gateway. */
  readonly visitor?: Visitor;
}

/**
 * One loader per request, made at first use: batches and remembers within a request, never beyond it,
 * since what a loader holds may depend on who asks.
 */
export function perRequest<K, V>(
  make: (context: SubgraphContext) => DataLoader<K, V>,
): (context: SubgraphContext) => DataLoader<K, V> {
  const loaders = new WeakMap<SubgraphContext, DataLoader<K, V>>();
  return (context) => {
    const known = loaders.get(context);
    if (known) return known;
    const made = make(context);
    loaders.set(context, made);
    return made;
  };
}
