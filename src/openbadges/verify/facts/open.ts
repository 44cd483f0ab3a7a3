import { MAX_PICTURE_BYTES, isPicture } from '../../bake/picture-format.js';
import { unbake } from '../../bake/unbake.js';
import type { Payload } from '../../parse/payload.js';
import { readPayload } from '../../parse/payload.js';
import { decodeUtf8, MAX_DOCUMENT_BYTES } from '../../parse/strict-json.js';
import { webUrl } from '../../web-url.js';
import type { Source } from '../evidence.js';
import { oncePer } from '../../once-per.js';
import type { Step } from './trail.js';

/** A source or a server's answer, opened. */
export interface Opened {
  readonly steps: readonly Step[];
  /** Absent when nothing could be read. */
  readonly payload?: Exclude<Payload, { kind: 'broken' }>;
  /** It came out of a picture, which may be anybody's: never the issuer's own word. */
  readonly baked: boolean;
}

/** Opens what the caller handed in. */
export const openSource = oncePer((source: Source): Opened => {
  if (source.kind === 'image') {
    if (source.bytes.byteLength > MAX_PICTURE_BYTES) {
      return refused('The picture is larger than 2 MiB.');
    }
    const { steps, ...opened } = openImage(source.bytes);
    return { ...opened, steps: [{ step: 'input' }, ...steps] };
  }
  if (source.kind === 'json') {
    if (source.text.length > MAX_DOCUMENT_BYTES) return refused('It is larger than 1 MiB.');
    const { steps, ...opened } = openText(source.text, false);
    return { ...opened, steps: [{ step: 'input' }, ...steps] };
  }
  const url = source.url.trim();
  return webUrl(url) === undefined
    ? refused('The address is not a usable http or https URL.')
    : { steps: [{ step: 'input' }], payload: { kind: 'url', url }, baked: false };
});

/** Opens what a server answered with: a picture, a URL, JSON or a JWS, whatever its media type. */
export const openBytes = oncePer((bytes: Uint8Array): Opened => {
  if (isPicture(bytes)) return openImage(bytes);
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) return unread('it is larger than 1 MiB');
  const text = decodeUtf8(bytes);
  return text === undefined ? unread('it is not UTF-8 text') : openText(text, false);
});

const openImage = oncePer((bytes: Uint8Array): Opened => {
  const unbaked = unbake(bytes);
  const step: Step = { step: 'picture', unbaked };
  if (unbaked.kind === 'broken') return { steps: [step], baked: true };
  const { steps, ...opened } = openText(unbaked.text, true);
  return { ...opened, steps: [step, ...steps] };
});

function openText(text: string, baked: boolean): Opened {
  const payload = readPayload(text);
  return payload.kind === 'broken'
    ? { ...unread(payload.because), baked }
    : { steps: [{ step: 'read' }], payload, baked };
}

function refused(problem: string): Opened {
  return { steps: [{ step: 'input', problem }], baked: false };
}

function unread(problem: string): Opened {
  return { steps: [{ step: 'read', problem }], baked: false };
}
