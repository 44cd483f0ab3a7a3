/**
 * Does a path have the form of a route's path, in which a segment `:name` stands for any one? Then what
 * stands there, by name and as it was sent. An empty segment is none.
 */
export function matchPath(
  routePath: string,
  pathname: string,
): Readonly<Record<string, string>> | undefined {
  const wanted = routePath.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':') && value !== '') params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}
