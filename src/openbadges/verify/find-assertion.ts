import type { Kind } from '../parse/detect-version.js';
import { detectKind } from '../parse/detect-version.js';
import type { Payload } from '../parse/payload.js';
import type { JsonObject } from '../parse/strict-json.js';
import { isObject } from '../parse/strict-json.js';
import { showUrl, webUrl } from '../web-url.js';
import type { FetchAnswer, Known, Source } from './evidence.js';
import { openBytes, openSource } from './open.js';
import type { Opened } from './open.js';
import type { CheckResult } from './result.js';
import { fail, notYet, pass, unreachable } from './result.js';

/** A document as its own server gave it. */
export interface Fetched {
  readonly document: JsonObject;
  readonly askedUrl: string;
  /** After redirects. */
  readonly finalUrl: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface Search {
  readonly results: readonly CheckResult[];
  readonly kind?: Kind;
  /** The issuer's own word. */
  readonly assertion?: Fetched;
  /** What was handed in: it says that it is a badge, and nobody confirmed it. */
  readonly claimed?: JsonObject;
  /** A URL nobody asked yet. */
  readonly wanted?: string;
}

type Answered = Extract<FetchAnswer, { kind: 'answered' }>;

/** A picture, the assertion it names, and addresses that only lead to another one. */
const MAX_FETCHES = 4;

/**
 * Goes from what was handed in to the assertion as its issuer's server gives it. Pictures and
 * handed-in JSON of a hosted badge are only followed to the address they name, never believed.
 */
export function findAssertion(source: Source, known: Known): Search {
  const { payload, results } = openSource(source);
  const found = follow(payload, known, MAX_FETCHES);
  return {
    ...found,
    results: [...results, ...found.results],
    ...(payload?.kind === 'document' && { claimed: payload.document }),
  };
}

function follow(payload: Opened['payload'], known: Known, fetchesLeft: number): Search {
  if (payload === undefined) return { results: [] };
  if (payload.kind === 'url') return ask(payload.url, known, fetchesLeft);
  const kind = detectKind(payload.document);
  const next = nextAddress(payload, kind);
  const found = typeof next === 'string' ? ask(next, known, fetchesLeft) : { results: [next] };
  return { ...(kind && { kind }), ...found };
}

function ask(url: string, known: Known, fetchesLeft: number): Search {
  if (fetchesLeft === 0) {
    return { results: [fail('FETCH', 'The address only leads to further addresses.')] };
  }
  const answer = known(url);
  if (answer === undefined) return { results: [], wanted: url };
  const failure = failureOf(url, answer);
  if (answer.kind === 'unreachable' || failure !== undefined) {
    return { results: failure === undefined ? [] : [failure] };
  }
  const { payload, results, baked } = openBytes(answer.body);
  const notable = results.filter(({ check }) => check !== 'INPUT');
  const document = payload?.kind === 'document' && !baked ? payload.document : undefined;
  const kind = document && detectKind(document);
  const isEnd = document !== undefined && (kind === undefined || kind.form === 'hosted');
  const rest = isEnd
    ? arrive(fetchedFrom(url, answer, document), kind)
    : follow(payload, known, fetchesLeft - 1);
  return { ...rest, results: [...notable, ...rest.results] };
}

/** The document is there; can this hub judge its kind? A revoked one may have shrunk to nothing. */
function arrive(assertion: Fetched, kind: Kind | undefined): Search {
  const results = [pass('FETCH'), pass('HTTP_STATUS'), pass('PARSE')];
  if (kind !== undefined) {
    const version =
      kind.version === 'V0_5' ? notYet('VERSION', unsupported('0.5')) : pass('VERSION');
    return { results: [...results, version], assertion, kind };
  }
  const isShrunk = assertion.document['revoked'] === true;
  return { results: isShrunk ? results : [...results, unknownVersion()], assertion };
}

function failureOf(url: string, answer: FetchAnswer): CheckResult | undefined {
  const where = showUrl(url);
  if (answer.kind === 'unreachable') {
    const what =
      answer.because === 'too-large' ? 'is larger than this hub reads' : 'could not be fetched';
    return unreachable('FETCH', `The document at ${where} ${what}.`);
  }
  if (answer.status === 200) return undefined;
  return answer.status === 410
    ? fail('HTTP_STATUS', `${where} answers that the badge is gone (410).`, 'REVOKED')
    : unreachable('HTTP_STATUS', `${where} answers with status ${String(answer.status)}.`);
}

/** Where the issuer's own copy is; a result when there is none or this hub cannot use it yet. */
function nextAddress(
  payload: Extract<Payload, { document: JsonObject }>,
  kind: Kind | undefined,
): string | CheckResult {
  if (kind === undefined) return unknownVersion();
  if (kind.version === 'V3_0') return notYet('VERSION', unsupported('3.0'));
  if (payload.kind === 'jws' || kind.form === 'signed') {
    return notYet('SIGNATURE', 'This is a signed badge; this hub does not check signatures yet.');
  }
  const url = declaredUrl(payload.document);
  if (url !== undefined) return url;
  return kind.version === 'V0_5'
    ? notYet('VERSION', unsupported('0.5'))
    : fail('STRUCTURE', 'The badge does not say at which address it is hosted.');
}

function declaredUrl({ id, verify, verification }: JsonObject): string | undefined {
  const hosting = [verify, verification].map((how) => (isObject(how) ? how['url'] : undefined));
  const texts = [id, ...hosting].filter((one) => typeof one === 'string');
  return texts.map((text) => text.trim()).find((text) => webUrl(text) !== undefined);
}

function fetchedFrom(askedUrl: string, answer: Answered, document: JsonObject): Fetched {
  const mediaType = answer.contentType?.split(';')[0]?.trim() ?? 'application/json';
  return { document, askedUrl, finalUrl: answer.url, bytes: answer.body, mediaType };
}

function unknownVersion(): CheckResult {
  return fail('VERSION', 'This is no version of Open Badges we know of.');
}

function unsupported(version: string): string {
  return `This is an Open Badges ${version} badge; this hub does not verify that version yet.`;
}
