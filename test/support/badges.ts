import { PNG } from 'pngjs';

import type { FetchAnswer, FetchDocument } from '../../src/openbadges/index.js';
import type { Members } from './issue-badge.js';

export { badgeToSign, hostedBadge } from './issue-badge.js';
export type { BadgeOptions, HostedBadge } from './issue-badge.js';

/** What an issuer answered to whoever asked for each of its documents. */
export function answersOf(
  documents: ReadonlyMap<string, Members | string>,
): readonly { readonly asked: string; readonly answer: FetchAnswer }[] {
  return [...documents].map(([asked, document]) => ({
    asked,
    answer: answerWith(asked, document),
  }));
}

/**
 * A port to the network on which only these documents exist, and a picture at every address that ends
 * in `.png`; everything else answers 404.
 */
export function fetchFrom(
  documents: ReadonlyMap<string, Members | string>,
  others: Readonly<Record<string, Partial<FetchAnswer>>> = {},
): FetchDocument {
  return (url) => {
    const document = documents.get(url) ?? (url.endsWith('.png') ? samplePng() : undefined);
    const found = document === undefined ? answer(url, 404, '') : answerWith(url, document);
    return Promise.resolve({ ...found, ...others[url] } as FetchAnswer);
  };
}

/** A server's answer that carries a document. */
export function answerWith(url: string, document: Members | string | Uint8Array): FetchAnswer {
  const isBytes = document instanceof Uint8Array || typeof document === 'string';
  return answer(url, 200, isBytes ? document : JSON.stringify(document));
}

/** A red PNG that really decodes. */
export function samplePng({ width = 90, height = 90 } = {}): Uint8Array {
  const known = drawn.get(`${width}x${height}`) ?? drawPng(width, height);
  drawn.set(`${width}x${height}`, known);
  return known.slice();
}

/** Drawing one takes longer than all that tests do with it. */
const drawn = new Map<string, Uint8Array>();

function drawPng(width: number, height: number): Uint8Array {
  const png = new PNG({ width, height });
  png.data.fill(Buffer.from('cc2222ff', 'hex'));
  return new Uint8Array(PNG.sync.write(png));
}

function answer(url: string, status: number, body: string | Uint8Array): FetchAnswer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { kind: 'answered', url, status, contentType: 'application/json', body: bytes };
}
