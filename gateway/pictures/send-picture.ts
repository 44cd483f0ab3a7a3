import { PICTURE_TYPES } from '../../src/openbadges/index.js';
import { sha256Hex } from '../../src/runtime/index.js';
import type { Exchange } from '../http/http-types.js';
import type { SentPicture } from '../ports.js';

/** An SVG that somebody opens as a page runs nothing and loads nothing. */
const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Pictures are for pages of any site, which may also read why there is none. */
export function allowEverySite({ res }: Exchange): void {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

/**
 * Answers with a picture, or with 304 to whoever has it already (RFC 9110, 13.1.2). A 304 carries the same
 * headers, since what is cached takes them over.
 */
export function sendPicture({ req, res }: Exchange, { format, bytes }: SentPicture): void {
  const etag = `"${sha256Hex(bytes).slice(0, 32)}"`;
  res.setHeader('ETag', etag);
  if (format === 'svg') res.setHeader('Content-Security-Policy', SVG_POLICY);
  if (hasIt(req.headers['if-none-match'], etag)) {
    res.writeHead(304).end();
    return;
  }
  res.setHeader('Content-Type', PICTURE_TYPES[format]);
  res.setHeader('Content-Length', bytes.byteLength);
  res.end(bytes);
}

function hasIt(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
