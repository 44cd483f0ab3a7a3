import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * A host as a person should read it: letters of other alphabets look like ours, so a name that has some
 * is shown in both its forms.
 */
export function shownHost(host: string): string {
  const [name = '', ...port] = host.split(/(?=:\d+$)/);
  const ascii = domainToASCII(name);
  const readable = domainToUnicode(name);
  if (ascii === '' || readable === ascii) return host;
  return `${readable}${port.join('')} (${ascii}${port.join('')})`;
}
