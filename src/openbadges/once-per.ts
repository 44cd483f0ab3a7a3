/**
 * Makes a reader that looks at the same thing once, however often a badge is read while its documents
 * come in. Nothing is kept longer than the thing itself.
 */
export function oncePer<Thing extends object, Found>(
  read: (thing: Thing) => Found,
): (thing: Thing) => Found {
  const known = new WeakMap<Thing, { readonly found: Found }>();
  return (thing) => {
    const earlier = known.get(thing);
    if (earlier !== undefined) return earlier.found;
    const found = read(thing);
    known.set(thing, { found });
    return found;
  };
}
