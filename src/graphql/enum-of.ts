/** An enum for GraphQL out of words of the domain: name and value are the same. */
export function enumOf<T extends string>(...words: readonly T[]): { readonly [W in T]: W } {
  return Object.fromEntries(words.map((word) => [word, word])) as { readonly [W in T]: W };
}
