import { parseUrl } from '../../parse-url.js';

const HUB_ORIGIN = /^https:\/\/[a-z0-9.-]{1,253}(:[0-9]{2,5})?$/;

/**
 * Is this text the name of a hub: a canonical https origin, byte for byte (BFP/1, 2.1)? Lower case, no
 * path, no slash at the end, a port only when it is not 443.
 */
export function isHubOrigin(text: unknown): text is string {
  return typeof text === 'string' && HUB_ORIGIN.test(text) && hubOriginOf(text) === text;
}

/** The hub that an address belongs to; undefined when it is no https URL or names a user. */
export function hubOriginOf(url: string): string | undefined {
  const { protocol, username, password, origin } = parseUrl(url) ?? {};
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  return origin !== undefined && HUB_ORIGIN.test(origin) ? origin : undefined;
}

/** Is this the address of something that this very hub serves? Nothing else is followed for it. */
export function isServedBy(url: string, origin: string): boolean {
  return hubOriginOf(url) === origin;
}
