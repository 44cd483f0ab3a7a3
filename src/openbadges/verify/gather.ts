import type { Evidence, FetchAnswer, FetchDocument, Source } from './evidence.js';
import { knownFrom } from './evidence.js';
import { findAssertion } from './find-assertion.js';
import { collectFacts, wantedBy } from './facts.js';
import { MAX_IMAGE_BYTES } from './open.js';
import { MAX_DOCUMENT_BYTES } from '../parse/strict-json.js';

/** Above what any badge needs; each fetch makes at most one further address known. */
const MAX_FETCHES = 8;

const JSON_TYPES = 'application/ld+json, application/json;q=0.9';

/**
 * Fetches what a verdict needs and judges nothing. Reading is repeated after each answer until it
 * asks for no further address: gathering can so never see a badge differently from judging.
 */
export async function gather(
  source: Source,
  { fetch }: { readonly fetch: FetchDocument },
): Promise<Evidence> {
  const answers: { asked: string; answer: FetchAnswer }[] = [];
  while (answers.length < MAX_FETCHES) {
    const want = nextWant({ source, answers });
    if (want === undefined) break;
    const { url, ...how } = want;
    answers.push({ asked: url, answer: await fetch(url, how) });
  }
  return { source, answers };
}

function nextWant(evidence: Evidence) {
  const known = knownFrom(evidence);
  const { wanted, assertion, kind } = findAssertion(evidence.source, known);
  if (wanted !== undefined) {
    const accept = `${JSON_TYPES}, image/png;q=0.8, */*;q=0.1`;
    return { url: wanted, accept, maxBytes: MAX_IMAGE_BYTES };
  }
  if (assertion === undefined || kind === undefined || kind.version === 'V0_5') return undefined;
  const url = wantedBy(collectFacts(assertion, kind.version, known));
  return url === undefined ? undefined : { url, accept: JSON_TYPES, maxBytes: MAX_DOCUMENT_BYTES };
}
