import { createHash } from 'node:crypto';

import { MAX_DOCUMENT_BYTES } from '../../parse/strict-json.js';
import type { Evidence, FetchAnswer, PictureSeen } from '../evidence.js';
import { knownFrom } from '../evidence.js';

/** Something that has to be fetched before more can be said. */
export type Want =
  | {
      readonly kind: 'document';
      readonly url: string;
      readonly accept: string;
      readonly maxBytes: number;
    }
  | { readonly kind: 'picture'; readonly url: string };

/**
 * Where documents are looked up while a badge is read. Gathering and judging read with the same code:
 * what is not known yet is noted as wanted, so gathering fetches exactly what judging will look at.
 */
export interface Desk {
  /** Undefined when nobody asked yet. */
  document(url: string, want?: { accept?: string; maxBytes?: number }): FetchAnswer | undefined;
  /** A picture by its URL or `data:`; undefined when nobody looked yet. */
  picture(url: string): PictureSeen | undefined;
  readonly wants: readonly Want[];
}

export const JSON_TYPES = 'application/ld+json, application/json;q=0.9';

export function openDesk(evidence: Pick<Evidence, 'answers' | 'pictures'>): Desk {
  const known = knownFrom(evidence);
  const seen = new Map(evidence.pictures.map(({ asked, seen: look }) => [asked, look]));
  const wants = new Map<string, Want>();
  return {
    document(url, { accept = JSON_TYPES, maxBytes = MAX_DOCUMENT_BYTES } = {}) {
      const answer = known(url);
      if (answer === undefined && !wants.has(url)) {
        wants.set(url, { kind: 'document', url, accept, maxBytes });
      }
      return answer;
    },
    picture(url) {
      const look = seen.get(pictureKey(url));
      if (look === undefined) wants.set(`picture ${url}`, { kind: 'picture', url });
      return look;
    },
    get wants() {
      return [...wants.values()];
    },
  };
}

/** A `data:` URL is long and stands in the evidence already, inside its document. */
export function pictureKey(url: string): string {
  return url.startsWith('data:')
    ? `data:${createHash('sha256').update(url).digest('base64url')}`
    : url;
}
