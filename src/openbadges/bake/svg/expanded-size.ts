/** An element of a picture and what is drawn with it. */
export interface DrawnElement {
  readonly id: string | undefined;
  readonly children: DrawnElement[];
  /** Ids of elements that are drawn again in this one's place. */
  readonly references: readonly string[];
}

/** Longer chains of elements in elements, and of references, no drawing program makes. */
const MAX_CHAIN = 512;

/**
 * How many elements a browser has to draw, each as often as it is referred to: a few dozen that
 * refer to each other can stand for billions. Infinity when a chain is too long to follow or
 * ends in itself, which no browser draws.
 */
export function expandedSize(root: DrawnElement): number {
  const byId = new Map<string, DrawnElement>();
  register(root, byId);
  const sizes = new Map<DrawnElement, number>();
  const sizeOf = (element: DrawnElement, chain: number): number => {
    if (chain > MAX_CHAIN) return Infinity;
    const known = sizes.get(element);
    if (known !== undefined) return known;
    // Where a circle is left out depends on where it is entered: it cannot be counted once.
    sizes.set(element, Infinity);
    let size = 1;
    for (const child of element.children) size += sizeOf(child, chain + 1);
    for (const id of element.references) {
      const target = byId.get(id);
      if (target !== undefined) size += sizeOf(target, chain + 1);
    }
    sizes.set(element, size);
    return size;
  };
  return sizeOf(root, 0);
}

function register(element: DrawnElement, byId: Map<string, DrawnElement>): void {
  if (element.id !== undefined && !byId.has(element.id)) byId.set(element.id, element);
  for (const child of element.children) register(child, byId);
}
