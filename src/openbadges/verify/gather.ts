import { lookAtPicture } from '../bake/look-at-picture.js';
import type { PictureLook } from '../bake/look-at-picture.js';
import { MAX_PICTURE_BYTES } from '../bake/picture-format.js';
import { withoutBadge } from '../bake/without-badge.js';
import { collectFacts } from './facts/collect-facts.js';
import { openDesk, pictureKey } from './facts/desk.js';
import type { Want } from './facts/desk.js';
import type { Evidence, FetchAnswer, FetchDocument, PictureSeen, Source } from './evidence.js';
import type { Facts } from './facts/facts.js';
import { readDataUrl } from './facts/read-data-url.js';

/** A picture that can be shown. */
export interface FoundPicture {
  readonly of: 'badge' | 'issuer';
  readonly look: PictureLook & { readonly kind: 'picture' };
  readonly bytes: Uint8Array;
}

export interface Gathered {
  readonly evidence: Evidence;
  readonly pictures: readonly FoundPicture[];
}

/** Above what any badge needs, its endorsements included. */
const MAX_FETCHES = 24;
/** No further round begins after this long: whoever asked is waiting. */
const MAX_DURATION_MS = 15_000;
/** All documents together, so that evidence can be kept as one thing. */
const MAX_TOTAL_BYTES = 8 * 1024 * 1024;
const ACCEPTED_PICTURES = 'image/png, image/svg+xml;q=0.9, image/*;q=0.1';

interface Pile {
  readonly source: Source;
  readonly answers: { asked: string; answer: FetchAnswer }[];
  readonly pictures: { asked: string; seen: PictureSeen }[];
  readonly bytesOf: Map<string, Uint8Array>;
}

/**
 * Fetches what a verdict needs, and the pictures, and judges nothing. Reading is repeated after each
 * round of answers until it asks for nothing further: gathering can so never see a badge differently
 * from judging.
 */
export async function gather(
  source: Source,
  {
    fetch,
    now,
    earlier = { pictures: [] },
  }: {
    readonly fetch: FetchDocument;
    readonly now: () => Date;
    readonly earlier?: Pick<Evidence, 'pictures'>;
  },
): Promise<Gathered> {
  const latest = now().getTime() + MAX_DURATION_MS;
  const pile: Pile = {
    source,
    answers: [],
    pictures: earlier.pictures
      .filter(({ seen }) => seen.kind === 'picture')
      .map((one) => ({ ...one })),
    bytesOf: new Map(),
  };
  let left = MAX_FETCHES;
  let facts = lookAround(pile);
  while (left > 0 && facts.wants.length > 0 && now().getTime() <= latest) {
    const round = facts.wants.slice(0, left);
    left -= round.length;
    await fetchAll(round, pile, fetch);
    facts = lookAround(pile);
  }
  const { answers, pictures } = pile;
  return { evidence: { source, answers, pictures }, pictures: foundPictures(facts.facts, pile) };
}

function lookAround({ source, answers, pictures }: Pile) {
  const desk = openDesk({ answers, pictures });
  const facts = collectFacts(source, desk);
  const logo = logoOf(facts);
  if (logo !== undefined) desk.picture(logo);
  return { facts, wants: desk.wants };
}

/** Adds the answers in the order of asking, whichever came first. */
async function fetchAll(round: readonly Want[], pile: Pile, fetch: FetchDocument): Promise<void> {
  const answers = await Promise.all(round.map((want) => fetchOne(want, fetch)));
  for (const [index, want] of round.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    if (want.kind === 'document') {
      pile.answers.push({ asked: want.url, answer: withinBudget(answer, pile) });
      continue;
    }
    const { seen, bytes } = pictureFrom(answer);
    const asked = pictureKey(want.url);
    pile.pictures.push({ asked, seen });
    if (bytes !== undefined) pile.bytesOf.set(asked, bytes);
  }
}

async function fetchOne(want: Want, fetch: FetchDocument): Promise<FetchAnswer> {
  const { url } = want;
  if (want.kind === 'document') {
    return fetch(url, { accept: want.accept, maxBytes: want.maxBytes });
  }
  const inline = readDataUrl(url);
  if (inline === undefined) {
    return fetch(url, { accept: ACCEPTED_PICTURES, maxBytes: MAX_PICTURE_BYTES });
  }
  return { kind: 'answered', url: '', status: 200, body: inline };
}

function withinBudget(answer: FetchAnswer, { answers }: Pile): FetchAnswer {
  const spent = answers.reduce((sum, { answer: one }) => sum + sizeOf(one), 0);
  return spent + sizeOf(answer) <= MAX_TOTAL_BYTES
    ? answer
    : { kind: 'unreachable', because: 'too-large' };
}

function sizeOf(answer: FetchAnswer): number {
  return answer.kind === 'answered' ? answer.body.byteLength : 0;
}

function pictureFrom(answer: FetchAnswer): { seen: PictureSeen; bytes?: Uint8Array } {
  if (answer.kind === 'unreachable') {
    const because =
      answer.because === 'too-large' ? 'is larger than 2 MiB' : 'could not be fetched';
    return { seen: { kind: 'not-fetched', because } };
  }
  if (answer.status !== 200) {
    const because = `answers with status ${String(answer.status)}`;
    return { seen: { kind: 'not-fetched', because } };
  }
  return { seen: lookAtPicture(answer.body), bytes: answer.body };
}

function logoOf({ issuer }: Facts): string | undefined {
  return issuer?.kind === 'read' ? issuer.part.profile.image : undefined;
}

/** The badge's own picture; what it came baked into when the issuer's cannot be had. */
function foundPictures(facts: Facts, pile: Pile): readonly FoundPicture[] {
  const logo = logoOf(facts);
  const badge =
    (facts.picture && pictureOf('badge', facts.picture.url, pile)) ?? bakedInto(pile.source);
  const issuer = logo === undefined ? undefined : pictureOf('issuer', logo, pile);
  return [badge, issuer].filter((picture) => picture !== undefined);
}

function pictureOf(of: FoundPicture['of'], url: string, pile: Pile): FoundPicture | undefined {
  const asked = pictureKey(url);
  const look = pile.pictures.find((one) => one.asked === asked)?.seen;
  const bytes = pile.bytesOf.get(asked);
  return look?.kind === 'picture' && bytes !== undefined ? { of, look, bytes } : undefined;
}

function bakedInto(source: Source): FoundPicture | undefined {
  if (source.kind !== 'image' || source.bytes.byteLength > MAX_PICTURE_BYTES) return undefined;
  const look = lookAtPicture(source.bytes);
  if (look.kind === 'unusable') return undefined;
  const bytes = withoutBadge(source.bytes);
  const plain = lookAtPicture(bytes);
  return plain.kind === 'picture' ? { of: 'badge', look: plain, bytes } : undefined;
}
