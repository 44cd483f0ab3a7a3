import { MAX_PICTURE_BYTES } from '../../bake/picture-format.js';
import type { Kind } from '../../parse/detect-version.js';
import { detectKind } from '../../parse/detect-version.js';
import type { JsonObject } from '../../parse/strict-json.js';
import { isObject } from '../../parse/strict-json.js';
import { webUrl } from '../../web-url.js';
import type { Desk } from './desk.js';
import { JSON_TYPES } from './desk.js';
import type { FetchAnswer, Source } from '../evidence.js';
import type { HostedStatement, Statement } from './facts.js';
import { openBytes, openSource } from './open.js';
import type { Opened } from './open.js';
import type { Lost, Step, Trail } from './trail.js';

export interface Search {
  readonly trail: Trail;
  readonly kind?: Kind;
  /** The issuer's own word. */
  readonly statement?: Statement;
  /** What was handed in: it says that it is a badge, and nobody confirmed it. */
  readonly claimed?: JsonObject;
}

/** Tells what a document is; undefined when it is nothing we know of. */
export type Detect = (document: JsonObject) => Kind | undefined;

type Payload = Opened['payload'];
type Answered = Extract<FetchAnswer, { kind: 'answered' }>;

/** A picture, the assertion it names, and addresses that only lead to another one. */
const MAX_ADDRESSES = 4;
const ANY_FORM = `${JSON_TYPES}, image/png;q=0.8, image/svg+xml;q=0.8, */*;q=0.1`;

/**
 * Goes from what was handed in to the credential that counts: a hosted one as its own server gives
 * it, a signed one as it is. Pictures and handed-in JSON of a hosted badge are only followed to the
 * address they name, never believed.
 */
export function findStatement(source: Source, desk: Desk): Search {
  const { payload, steps } = openSource(source);
  const found = follow(payload, { desk, detect: detectKind, addressesLeft: MAX_ADDRESSES });
  return {
    ...found,
    trail: [...steps, ...found.trail],
    ...(payload?.kind === 'document' && { claimed: payload.document }),
  };
}

/** The same for a statement that another document refers to. */
export function findReferred(payload: NonNullable<Payload>, desk: Desk, detect: Detect): Search {
  const found = follow(payload, { desk, detect, addressesLeft: 1 });
  const steps: Trail = [{ step: 'input' }, ...(payload.kind === 'jws' ? [READ] : [])];
  return { ...found, trail: [...steps, ...found.trail] };
}

const READ: Step = { step: 'read' };

interface Way {
  readonly desk: Desk;
  readonly detect: Detect;
  readonly addressesLeft: number;
}

function follow(payload: Payload, way: Way): Search {
  if (payload === undefined) return { trail: [] };
  if (payload.kind === 'url') return ask(payload.url, way);
  const kind = way.detect(payload.document);
  if (kind === undefined) return lost('unknown-version');
  if (kind.form === 'proof') return { trail: [], kind };
  if (payload.kind === 'jws') {
    if (kind.form === 'hosted') return lost('signed-says-hosted', kind);
    const { document, header, jws } = payload;
    return { trail: [], kind, statement: { form: 'signed', document, header, jws } };
  }
  if (kind.form === 'signed') return lost('no-signature', kind);
  const url = declaredUrl(payload.document);
  return url === undefined ? lost('no-address', kind) : { kind, ...ask(url, way) };
}

function ask(url: string, way: Way): Search {
  if (way.addressesLeft === 0) return lost('too-many-addresses');
  const answer = way.desk.document(url, { accept: ANY_FORM, maxBytes: MAX_PICTURE_BYTES });
  const asked: Step = { step: 'asked', url, ...(answer && { answer }) };
  if (answer?.kind !== 'answered' || answer.status !== 200) return { trail: [asked] };
  const { payload, steps, baked } = openBytes(answer.body);
  const document = payload?.kind === 'document' && !baked ? payload.document : undefined;
  const kind = document && way.detect(document);
  // Of no known version: a revoked one may have shrunk to nothing but that.
  const isEnd = document !== undefined && (kind === undefined || kind.form === 'hosted');
  const rest: Search = isEnd
    ? { ...arrive(kind), statement: hosted(url, answer, document) }
    : follow(payload, { ...way, addressesLeft: way.addressesLeft - 1 });
  return { ...rest, trail: [asked, ...steps, ...rest.trail] };
}

function arrive(kind: Kind | undefined): Search {
  return kind === undefined ? lost('unknown-version') : { trail: [], kind };
}

function lost(because: Lost, kind?: Kind): Search {
  return { trail: [{ step: 'lost', because }], ...(kind && { kind }) };
}

function declaredUrl({ id, verify, verification }: JsonObject): string | undefined {
  const hosting = [verify, verification].map((how) => (isObject(how) ? how['url'] : undefined));
  const texts = [id, ...hosting].filter((one) => typeof one === 'string');
  return texts.map((text) => text.trim()).find((text) => webUrl(text) !== undefined);
}

function hosted(askedUrl: string, answer: Answered, document: JsonObject): HostedStatement {
  const mediaType = answer.contentType?.split(';')[0]?.trim() ?? 'application/json';
  const { url: finalUrl, body: bytes } = answer;
  return { form: 'hosted', document, askedUrl, finalUrl, bytes, mediaType };
}
