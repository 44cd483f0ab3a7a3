import { addressKey } from '../http/client-address.js';

/**
 * Counts what each network address has open. `take` returns the way to give the place back; nothing when
 * all are taken.
 */
export function placesPerClient(most: number) {
  const taken = new Map<string, number>();
  return {
    take(client: string): (() => void) | undefined {
      const key = addressKey(client);
      const open = taken.get(key) ?? 0;
      if (open >= most) return undefined;
      taken.set(key, open + 1);
      return () => {
        const left = (taken.get(key) ?? 1) - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
}
