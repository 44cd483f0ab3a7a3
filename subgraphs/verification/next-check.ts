import { sha256Hex } from '../../src/runtime/index.js';

const HOUR_MS = 3_600_000;
/** Checks of many badges accepted together drift apart by up to this share of the interval. */
const SPREAD = 0.2;

/** When a badge is due again: after the interval, spread by its id, or right after it expires. */
export function nextCheck(
  badge: string,
  plan: {
    readonly now: Date;
    readonly recheckHours: number;
    readonly expires?: Date | undefined;
  },
): Date {
  const share = Number.parseInt(sha256Hex(badge).slice(0, 8), 16) / 2 ** 32;
  const regular = plan.now.getTime() + plan.recheckHours * HOUR_MS * (1 - SPREAD * share);
  const end = plan.expires?.getTime() ?? Infinity;
  return new Date(end > plan.now.getTime() ? Math.min(regular, end + 1000) : regular);
}
