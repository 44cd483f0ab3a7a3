import { sha256Hex } from '../../src/runtime/index.js';

const HOUR_MS = 3_600_000;
/** Checks of many badges accepted together drift apart by up to this share of the wait. */
const SPREAD = 0.2;

export interface CheckPlan {
  readonly now: Date;
  readonly recheckHours: number;
  readonly expires?: Date | undefined;
  /** Checks in a row that came to nothing because something could not be reached. */
  readonly tries?: number;
}

/**
 * When a badge is due again: after the interval, spread by its id, or right after it expires. What
 * could not be checked is tried again sooner: after an hour, then two, four … up to the interval.
 */
export function nextCheck(
  badge: string,
  { now, recheckHours, expires, tries = 0 }: CheckPlan,
): Date {
  const hours = tries === 0 ? recheckHours : Math.min(2 ** (tries - 1), recheckHours);
  const spread = SPREAD * shareOf(tries === 0 ? badge : `${badge} ${String(tries)}`);
  const regular = now.getTime() + hours * HOUR_MS * (1 - spread);
  const end = expires?.getTime() ?? Infinity;
  return new Date(end > now.getTime() ? Math.min(regular, end + 1000) : regular);
}

/** A number from 0 to 1 that is the same each time and looks like chance. */
function shareOf(text: string): number {
  return Number.parseInt(sha256Hex(text).slice(0, 8), 16) / 2 ** 32;
}
