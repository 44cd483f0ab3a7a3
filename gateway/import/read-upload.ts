import { Busboy } from '@fastify/busboy';
import { Readable } from 'node:stream';
import { Refusal } from '../../src/errors.js';
import { MAX_PICTURE_BYTES } from '../../src/openbadges/index.js';
import type { Exchange } from '../http/http-types.js';

/** What came in the three fields an upload may have. */
export interface Upload {
  readonly badge?: Uint8Array;
  readonly url?: string;
  readonly text?: string;
}

/** Above what the graph reads as text. */
const TEXT_BYTES = 1024 * 1024;
/** What multipart puts around a file. */
const FRAME_BYTES = 16 * 1024;
/** How much is parsed before a refusal is noticed. */
const SLICE_BYTES = 16 * 1024;
const LIMITS = {
  parts: 3,
  files: 1,
  fields: 2,
  fileSize: MAX_PICTURE_BYTES,
  fieldSize: TEXT_BYTES,
  headerPairs: 16,
  headerSize: 8 * 1024,
};

/**
 * Reads a form with a file (RFC 7578). Empty fields, which browsers send too, count as absent.
 *
 * @throws Refusal BAD_INPUT, TOO_LARGE
 */
export async function readUpload(exchange: Exchange): Promise<Upload> {
  const type = exchange.req.headers['content-type'] ?? '';
  if (!/^multipart\/form-data *;/i.test(type)) {
    throw new Refusal('BAD_INPUT', 'Send the badge as multipart/form-data.');
  }
  return toUpload(await collect(type, await exchange.body(MAX_PICTURE_BYTES + FRAME_BYTES)));
}

type Fields = ReadonlyMap<string, Uint8Array | string>;

/** @throws Refusal BAD_INPUT, TOO_LARGE */
function collect(type: string, body: Uint8Array): Promise<Fields> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, Uint8Array | string>();
    const parser = openParser(type);
    const source = Readable.from(slicesOf(body));
    const refuse = (refusal: Refusal): void => {
      // A body of nothing but boundaries would else keep the process busy to its end.
      source.destroy();
      reject(refusal);
    };
    const malformed = (): void => {
      refuse(new Refusal('BAD_INPUT', 'The form is malformed.'));
    };
    const take = (name: string, value: Uint8Array | string): void => {
      if (value.length === 0) return;
      if (found.has(name)) refuse(oneOf());
      found.set(name, value);
    };
    parser.on('file', (name, file) => {
      const chunks: Uint8Array[] = [];
      file.on('data', (chunk: Uint8Array) => void chunks.push(chunk));
      file.on('limit', () => {
        refuse(tooLarge(MAX_PICTURE_BYTES));
      });
      file.on('end', () => {
        take(name, Buffer.concat(chunks));
      });
      file.on('error', malformed);
    });
    parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
      if (valueTruncated) refuse(tooLarge(TEXT_BYTES));
      take(name, value);
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
      parser.on(limit, () => {
        refuse(oneOf());
      });
    }
    parser.on('error', malformed);
    parser.on('finish', () => {
      resolve(found);
    });
    source.pipe(parser);
  });
}

function* slicesOf(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += SLICE_BYTES) {
    yield body.subarray(at, at + SLICE_BYTES);
  }
}

/** @throws Refusal BAD_INPUT */
function openParser(type: string) {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: LIMITS,
      // Whatever a program calls the file, and whether it says so or not.
      isPartAFile: (name, _type, fileName) => name === 'badge' || fileName !== undefined,
    });
  } catch {
    throw new Refusal('BAD_INPUT', 'The form is malformed: it does not say its boundary.');
  }
}

/** @throws Refusal BAD_INPUT unless exactly one of the fields is there */
function toUpload(found: Fields): Upload {
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) throw oneOf();
  const [name, value] = only;
  if (name === 'badge' && typeof value !== 'string') return { badge: value };
  if (name === 'url' && typeof value === 'string') return { url: value };
  if (name === 'text' && typeof value === 'string') return { text: value };
  throw oneOf();
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal('TOO_LARGE', undefined, { limitBytes });
}

function oneOf(): Refusal {
  return new Refusal('BAD_INPUT', 'Send exactly one of: badge (a file), url, text.');
}
