/**
 * Makes a reader that looks at the same bytes once, however often a badge is read while its documents
 * come in. Nothing is kept longer than the bytes themselves.
 */
export function oncePerBody<Found>(
  read: (bytes: Uint8Array) => Found,
): (bytes: Uint8Array) => Found {
  const known = new WeakMap<Uint8Array, { readonly found: Found }>();
  return (bytes) => {
    const earlier = known.get(bytes);
    if (earlier !== undefined) return earlier.found;
    const found = read(bytes);
    known.set(bytes, { found });
    return found;
  };
}
