/**
 * A generator that can be ended while it waits: `return()` aborts the signal first, since a generator
 * hears of its end only at the next `yield`.
 */
export function cancellable<T>(
  start: (signal: AbortSignal) => AsyncGenerator<T, void>,
): AsyncIterableIterator<T> {
  const ending = new AbortController();
  const source = start(ending.signal);
  return {
    next: () => source.next(),
    return: () => {
      ending.abort();
      return source.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
