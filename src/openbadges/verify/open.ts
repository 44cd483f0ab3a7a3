import { isPng } from '../bake/png-chunks.js';
import type { UnbakeFault, UnbakeWarning } from '../bake/read-png.js';
import { unbake } from '../bake/read-png.js';
import type { Payload } from '../parse/payload.js';
import { readPayload } from '../parse/payload.js';
import { decodeUtf8, MAX_DOCUMENT_BYTES } from '../parse/strict-json.js';
import { webUrl } from '../web-url.js';
import type { Source } from './evidence.js';
import type { CheckResult } from './result.js';
import { fail, notYet, pass, warn } from './result.js';

export const MAX_IMAGE_BYTES = 2 * 1024 * 1024;
const SVG_LOOKED_AT_BYTES = 64 * 1024;

/** A source or a server's answer, opened. */
export interface Opened {
  readonly results: readonly CheckResult[];
  /** Absent when nothing could be read. */
  readonly payload?: Exclude<Payload, { kind: 'broken' }>;
  /** It came out of a picture, which may be anybody's: never the issuer's own word. */
  readonly baked: boolean;
}

const FAULTS: Record<UnbakeFault, string> = {
  NOT_PNG: 'The picture is not a PNG.',
  TRUNCATED: 'The picture is cut off.',
  TOO_MANY_CHUNKS: 'The picture consists of too many parts.',
  NOTHING_BAKED: 'No badge is baked into the picture.',
  BAD_TEXT: 'The badge in the picture is damaged.',
  TEXT_TOO_LARGE: 'The badge in the picture is larger than 1 MiB.',
};

const WARNINGS: Record<UnbakeWarning, string> = {
  BAD_CRC: 'The checksum of the badge in the picture is wrong.',
  DUPLICATE_SAME: 'The same badge is baked into the picture more than once.',
  DUPLICATE_CONFLICT: 'Several different badges are baked into the picture; one was chosen.',
  MORE_THAN_16_MEGAPIXELS: 'The picture has more than 16 megapixels.',
};

/** Opens what the caller handed in. */
export function openSource(source: Source): Opened {
  if (source.kind === 'image') return openImage(source.bytes);
  const { kind } = source;
  const text = kind === 'url' ? source.url : source.text;
  if (kind === 'json') {
    if (text.length > MAX_DOCUMENT_BYTES) return nothing([fail('INPUT', 'It is too large.')]);
    return openText(text, false);
  }
  return webUrl(text.trim()) === undefined
    ? nothing([fail('INPUT', 'The address is not a usable http or https URL.')])
    : { results: [pass('INPUT')], payload: { kind: 'url', url: text.trim() }, baked: false };
}

/** Opens what a server answered with: a picture, a URL, JSON or a JWS, whatever its media type. */
export function openBytes(bytes: Uint8Array): Opened {
  if (looksLikePicture(bytes)) return openImage(bytes);
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) {
    return nothing([fail('PARSE', 'The document is larger than 1 MiB.')]);
  }
  const text = decodeUtf8(bytes);
  return text === undefined
    ? nothing([fail('PARSE', 'The document cannot be read: it is not UTF-8 text.')])
    : openText(text, false);
}

function openImage(bytes: Uint8Array): Opened {
  if (bytes.byteLength > MAX_IMAGE_BYTES) {
    return nothing([fail('INPUT', 'The picture is larger than 2 MiB.')]);
  }
  if (!isPng(bytes) && isSvg(bytes)) {
    return nothing([pass('INPUT'), notYet('UNBAKE', 'This hub does not read SVG badges yet.')]);
  }
  const unbaked = unbake(bytes);
  if (unbaked.kind === 'broken') return nothing([fail('UNBAKE', FAULTS[unbaked.fault])]);
  const { results, payload } = openText(unbaked.text, true);
  const warnings = unbaked.warnings.map((code) => warn('UNBAKE', WARNINGS[code]));
  const unbaking = warnings.length > 0 ? warnings : [pass('UNBAKE')];
  return { results: [...results, ...unbaking], baked: true, ...(payload && { payload }) };
}

function openText(text: string, baked: boolean): Opened {
  const payload = readPayload(text);
  return payload.kind === 'broken'
    ? nothing([fail('PARSE', `The document cannot be read: ${payload.because}.`)])
    : { results: [pass('INPUT')], payload, baked };
}

function nothing(results: readonly CheckResult[]): Opened {
  return { results, baked: false };
}

function looksLikePicture(bytes: Uint8Array): boolean {
  return isPng(bytes) || isSvg(bytes);
}

/** A web page may hold an SVG too, hence the look at what comes before. */
function isSvg(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, SVG_LOOKED_AT_BYTES)).toString('utf8').trim();
  const [prolog = '', ...rest] = start.toLowerCase().split('<svg', 2);
  return start.startsWith('<') && rest.length > 0 && !prolog.includes('html');
}
