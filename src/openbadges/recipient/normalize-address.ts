import { parseUrl } from '../../parse-url.js';

/** Characters that would let a domain slip into another part of a URL. */
const NOT_IN_A_DOMAIN = /[\s/?#:@%\\[\]]/;
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i;

/**
 * One spelling for one mail address: trimmed, NFC, local part in ASCII lower case, domain as
 * lower-case A-label (federation, section 2.8). Dots and plus signs stay: they may
 * mean another person.
 */
export function normalizeAddress(address: string): string {
  const plain = address.trim().normalize('NFC');
  const at = plain.lastIndexOf('@');
  const local = plain.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return at === -1 ? plain.toLowerCase() : `${local}@${aLabel(plain.slice(at + 1))}`;
}

/** What is not a domain name, an address literal for example, is only put in lower case. */
function aLabel(domain: string): string {
  const unusable = NOT_IN_A_DOMAIN.test(domain) || ENDS_IN_NUMBER.test(domain);
  const url = unusable ? undefined : parseUrl(`http://${domain}/`);
  return url?.hostname ?? domain.toLowerCase();
}
