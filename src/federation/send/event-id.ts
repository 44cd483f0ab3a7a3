const RANDOM_BYTES = 10;

/**
 * A UUID of version 7 (RFC 9562, 5.7): ids of later events sort behind those of earlier ones.
 *
 * @param random 10 bytes by chance
 * @throws RangeError when there are fewer
 */
export function eventId(now: Date, random: Uint8Array): string {
  if (random.length < RANDOM_BYTES) throw new RangeError('an event id needs 10 random bytes');
  const time = now.getTime().toString(16).padStart(12, '0');
  const [high = 0, low = 0, variant = 0, ...rest] = random.subarray(0, RANDOM_BYTES);
  const bytes = [0x70 | (high & 0x0f), low, 0x80 | (variant & 0x3f), ...rest];
  const hex = time + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
