import { compareUrls, sameHost } from '../../web-url.js';

/** Where a document was asked for, and who answered after redirects. */
export interface Place {
  readonly askedUrl: string;
  readonly finalUrl: string;
}

/** Was the document sent by another host than the one its id names? */
export function keepsNameOnOtherHost(id: string, { askedUrl, finalUrl }: Place): boolean {
  return compareUrls(id, finalUrl) === 'different' && !sameHost(askedUrl, finalUrl);
}
