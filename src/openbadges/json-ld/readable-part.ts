import type { JsonObject, JsonValue } from '../parse/strict-json.js';
import { isObject } from '../parse/strict-json.js';
import { bundledContext } from './bundled-contexts.js';

/** A badge has three or four. Each one may cost as much as reading the rest of a document. */
const MAX_CONTEXTS = 50;
/** A badge has a hundred. Objects and lists of one item count as well, of which 1 MiB holds many. */
const MAX_VALUES = 10_000;

/** What of a document can be read as JSON-LD with the contexts that this hub holds. */
export type ReadablePart =
  | {
      readonly kind: 'readable';
      /** Undefined when nothing is left. */
      readonly part: object | undefined;
      /** Is anything left out for the sake of a context that is not held? */
      readonly foreign: boolean;
      /** Members that are left out because their name means something to JavaScript. */
      readonly dropped: number;
    }
  | { readonly kind: 'too-large' };

/** What was met while copying. */
interface Tally {
  contexts: number;
  values: number;
  dropped: number;
  foreign: boolean;
}

/**
 * Copies a document, without every object whose `@context` is not held: what its members mean is
 * anybody's guess. Contexts given on the spot are not held either. What is left names bundled
 * contexts only, so no JSON-LD processor has anything to fetch, nor terms from strangers to learn.
 */
export function readablePart(document: JsonObject): ReadablePart {
  const tally: Tally = { contexts: 0, values: 0, dropped: 0, foreign: false };
  const part = copyOfObject(document, tally);
  if (isTooLarge(tally)) return { kind: 'too-large' };
  return { kind: 'readable', part, foreign: tally.foreign, dropped: tally.dropped };
}

function isTooLarge({ contexts, values }: Tally): boolean {
  return contexts > MAX_CONTEXTS || values > MAX_VALUES;
}

function copyOfObject(original: JsonObject, tally: Tally): object | undefined {
  const addresses = addressesIn(original['@context']);
  if (addresses === undefined) {
    tally.foreign = true;
    return undefined;
  }
  tally.contexts += addresses.length;
  const members = Object.entries(original).flatMap(([name, value]): [string, unknown][] => {
    if (name === '@context') return [[name, addresses]];
    // jsonld copies what it is given member by member, and would set a prototype here.
    if (name === '__proto__') {
      tally.dropped += 1;
      return [];
    }
    const copy = copyOf(value, tally);
    return copy === undefined ? [] : [[name, copy]];
  });
  return Object.fromEntries(members);
}

function copyOf(original: JsonValue | undefined, tally: Tally): unknown {
  tally.values += 1;
  if (isTooLarge(tally)) return undefined;
  if (isObject(original)) return copyOfObject(original, tally);
  if (!Array.isArray(original)) return original;
  return original
    .map((item: JsonValue) => copyOf(item, tally))
    .filter((item) => item !== undefined);
}

/** Undefined when one of the contexts is not held. */
function addressesIn(context: JsonValue | undefined): readonly string[] | undefined {
  if (context === undefined) return [];
  const many: readonly JsonValue[] = Array.isArray(context) ? context : [context];
  const addresses = many.flatMap((one) =>
    typeof one === 'string' ? (bundledContext(one)?.address ?? []) : [],
  );
  return addresses.length === many.length ? addresses : undefined;
}
