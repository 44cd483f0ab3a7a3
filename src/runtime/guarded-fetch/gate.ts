/** Lets a number of pieces of work run at once; the others stand in line. */
export type Gate = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Work whose `signal` aborts while it stands in line rejects with the signal's reason and never starts. */
export const createGate = (most: number): Gate => {
  let running = 0;
  const line = new Set<() => void>();

  const enter = (signal: AbortSignal): Promise<void> => {
    if (running < most) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        line.delete(start);
        reject(signal.reason as Error);
      };
      const start = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      line.add(start);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };

  const leave = (): void => {
    const [next] = line;
    if (next === undefined) {
      running -= 1;
      return;
    }
    // The place is handed over, so `running` stays.
    line.delete(next);
    next();
  };

  return async (work, signal) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
