import { z } from 'zod';
import { checkPageSize } from './connection.js';
import type { CursorCodec } from './cursor.js';

/** Paging through a list by a date, newest first; the id decides between two of the same moment. */
export interface NewestFirst {
  /** The condition for what stands behind the cursor; none at the start of the list. */
  readonly behind: Readonly<Record<string, unknown>>;
  readonly sort: Readonly<Record<string, -1>>;
  /** One more than the page holds: then there is a next page. */
  readonly limit: number;
  readonly page: { readonly first: number; readonly after: string | undefined };
  cursorOf(id: string, at: Date): string;
}

const placeShape = z.object({ at: z.number(), id: z.string() });

/**
 * @param list names the list and whose it is: its cursors are good for no other
 * @throws Refusal BAD_INPUT for a page size, BAD_CURSOR
 */
export function newestFirst(
  list: string,
  field: string,
  asked: { readonly first: number; readonly after: string | null | undefined },
  { cursors, pageLimit }: { readonly cursors: CursorCodec; readonly pageLimit: number },
): NewestFirst {
  const after = asked.after ?? undefined;
  const place = after === undefined ? undefined : cursors.decode(list, after, placeShape);
  const moment = place && new Date(place.at);
  return {
    behind: place
      ? { $or: [{ [field]: { $lt: moment } }, { [field]: moment, _id: { $lt: place.id } }] }
      : {},
    sort: { [field]: -1, _id: -1 },
    limit: checkPageSize(asked.first, pageLimit) + 1,
    page: { first: asked.first, after },
    cursorOf: (id, at) => cursors.encode(list, { at: at.getTime(), id }),
  };
}
