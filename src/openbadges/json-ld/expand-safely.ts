import jsonld from 'jsonld';
import type { JsonObject } from '../parse/strict-json.js';
import { bundledContext } from './bundled-contexts.js';
import { readablePart } from './readable-part.js';

/** What JSON-LD makes of a document. */
export type Expansion =
  | {
      readonly kind: 'expanded';
      /** The readable part of the document, with an IRI for every name (JSON-LD 1.1, "Expanded"). */
      readonly nodes: readonly unknown[];
      /** How many members, types and values it had to drop, because no context defines them. */
      readonly dropped: number;
      /** Is a part left out whose context this hub does not hold? */
      readonly foreign: boolean;
    }
  /** Not JSON-LD: the processing algorithms end with the error of that name. */
  | { readonly kind: 'contradictory'; readonly error: string }
  /** So many values or contexts that it would keep everybody waiting. */
  | { readonly kind: 'too-large' };

/**
 * Events after which something of the document is gone; JSON-LD calls it safe when there is none.
 * A relative id is not gone: it belongs to the address of the document.
 */
const LOSSES: ReadonlySet<string> = new Set([
  'free-floating scalar',
  'invalid property',
  'null @value value',
  'object with only @id',
  'object with only @language',
  'object with only @list',
  'object with only @value',
  'relative @type reference',
  'reserved @id value',
]);

interface ProcessingEvent {
  readonly code: string;
  readonly details: { readonly type?: unknown };
}

/** As jsonld 9 has it; its published types know neither events nor documents without a base. */
const expand = jsonld.expand as unknown as (
  document: object,
  options: {
    readonly base: null;
    readonly documentLoader: (address: string) => Promise<object>;
    readonly eventHandler: (of: { readonly event: ProcessingEvent }) => void;
  },
) => Promise<readonly unknown[]>;

/**
 * Expands a document with the bundled contexts and nothing else: no address is ever asked. Takes a
 * document as `parse/strict-json.ts` lets it pass.
 */
export async function expandSafely(document: JsonObject): Promise<Expansion> {
  const readable = readablePart(document);
  if (readable.kind === 'too-large') return readable;
  const { part, foreign } = readable;
  if (part === undefined) return { kind: 'expanded', nodes: [], dropped: 0, foreign };
  let { dropped } = readable;
  const eventHandler = ({ event }: { readonly event: ProcessingEvent }) => {
    if (isLoss(event)) dropped += 1;
  };
  try {
    // Without a base, jsonld leaves relative ids alone; its URL parser is slow on hostile ones.
    const nodes = await expand(part, { base: null, documentLoader: fromTheBundle, eventHandler });
    return { kind: 'expanded', nodes, dropped, foreign };
  } catch (error) {
    const name = nameOf(error);
    if (name === undefined) throw error;
    return { kind: 'contradictory', error: name };
  }
}

/** The only loader jsonld is ever given. Tagged as static, a context is processed once for all. */
async function fromTheBundle(address: string): Promise<object> {
  const document = bundledContext(address)?.document;
  if (document === undefined) throw new Error('jsonld asks for a context that is not bundled.');
  return Promise.resolve({ contextUrl: null, documentUrl: address, document, tag: 'static' });
}

/** A recipient may be identified by its id: that type is a keyword (2.0, "IdentityObject"). */
function isLoss({ code, details: { type } }: ProcessingEvent): boolean {
  return LOSSES.has(code) && type !== 'id' && type !== '@id';
}

/** What the specification calls an error; undefined when it is none of JSON-LD's. */
function nameOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'details' in error)) return undefined;
  const { details } = error;
  if (typeof details !== 'object' || details === null || !('code' in details)) return undefined;
  return typeof details.code === 'string' ? details.code : undefined;
}
