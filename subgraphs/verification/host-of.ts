import { parseUrl } from '../../src/parse-url.js';

/** Host name and port of a URL; empty for what is no http or https URL. */
export function hostOf(url: string): string {
  return /^https?:/i.test(url) ? (parseUrl(url)?.host ?? '') : '';
}
