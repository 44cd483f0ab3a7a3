import type { Bodies, SnapshotItem } from '../message/bodies.js';
import type { Outbox } from './ports.js';

export type SnapshotRequest = Bodies['snapshot-request'];
export type SnapshotPage = Bodies['snapshot-answer'];

export interface SnapshotDeps {
  readonly outbox: Pick<Outbox, 'peer'>;
  /** What this peer may know of one kind, by id, behind `afterId`; nothing of a kind that is unknown. */
  readonly list: (
    peer: string,
    kind: string,
    page: { readonly afterId: string; readonly limit: number },
  ) => Promise<readonly SnapshotItem[]>;
}

interface Place {
  readonly epoch: string;
  readonly asOfSeq: number;
  readonly kind: number;
  readonly afterId: string;
}

const PAGE = 500;

/**
 * One page of everything a peer may know (federation.md 2.9), kind by kind. Null for a hub that is no
 * peer, and for a cursor that is none of ours or of an earlier epoch: it then begins anew.
 */
export async function answerSnapshot(
  origin: string,
  { kinds, cursor = null }: SnapshotRequest,
  { outbox, list }: SnapshotDeps,
): Promise<SnapshotPage | null> {
  const peer = await outbox.peer(origin);
  if (peer === null) return null;
  // What is in the snapshot and newer than this comes again, and changes nothing.
  const { epoch, head } = peer.out;
  const place =
    cursor === null ? { epoch, asOfSeq: head, kind: 0, afterId: '' } : readPlace(cursor);
  if (place?.epoch !== epoch) return null;

  const items: SnapshotItem[] = [];
  let { kind, afterId } = place;
  while (items.length < PAGE) {
    const name = kinds[kind];
    if (name === undefined) return { epoch, asOfSeq: place.asOfSeq, items, next: null };
    const limit = PAGE - items.length;
    const found = await list(origin, name, { afterId, limit });
    items.push(...found);
    const last = found.at(-1);
    if (found.length < limit || last === undefined) [kind, afterId] = [kind + 1, ''];
    else afterId = last.id;
  }
  const next = Buffer.from(JSON.stringify([epoch, place.asOfSeq, kind, afterId]));
  return { epoch, asOfSeq: place.asOfSeq, items, next: next.toString('base64url') };
}

/** A cursor tells a peer nothing it may not know, and choosing another one gets it nothing. */
function readPlace(cursor: string): Place | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(read)) return undefined;
    const [epoch, asOfSeq, kind, afterId] = read as unknown[];
    const isOurs =
      typeof epoch === 'string' &&
      Number.isSafeInteger(asOfSeq) &&
      Number.isSafeInteger(kind) &&
      typeof afterId === 'string';
    if (!isOurs) return undefined;
    return { epoch, asOfSeq: asOfSeq as number, kind: kind as number, afterId };
  } catch {
    return undefined;
  }
}
