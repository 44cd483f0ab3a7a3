import { Refusal } from '../../../src/errors.js';
import type { Session } from '../../../src/store/index.js';
import type { LinkDeps } from './link-deps.js';
import { linkModel } from './link.model.js';
import type { LinkDoc } from './link.model.js';

/** As long as an offer that came over it may wait for her answer (federation.md 2.8). */
const KEPT_MS = 90 * 86_400_000;

const closing = (now: Date) => ({
  $set: {
    state: 'CLOSED',
    rules: [],
    acceptsFrom: [],
    expiresAt: new Date(now.getTime() + KEPT_MS),
  },
});

/**
 * She ends a link: from now on nothing is sent over it or taken from it, and the other hub is told.
 * @throws Refusal NOT_FOUND unless it is hers and open
 */
export async function closeLink(earner: string, id: string, deps: LinkDeps): Promise<void> {
  await deps.database.transaction(async (session) => {
    const closed = await closeLinks({ _id: id, earner }, deps, session);
    if (closed === 0) throw new Refusal('NOT_FOUND');
  });
}

/** Closes every open link that these are and tells the other hubs; how many there were. */
export async function closeLinks(
  which: Partial<Pick<LinkDoc, '_id' | 'earner' | 'peer' | 'direction'>>,
  { database, clock, tell }: LinkDeps,
  session: Session,
): Promise<number> {
  const links = database.model(linkModel);
  const open = await links.find({ ...which, state: 'OPEN' }, null, { session }).lean<LinkDoc[]>();
  const now = clock.now();
  const at = Math.floor(now.getTime() / 1000);
  for (const { _id, peer, name } of open) {
    await links.updateOne({ _id, state: 'OPEN' }, closing(now), { session });
    const said = { type: 'link-closed', payload: { link: name, at } } as const;
    const subject = { kind: 'link', id: _id };
    // It rests on no link: this one is closed by now.
    await tell({ said, subject, audience: [{ peer }] }, session);
  }
  return open.length;
}

/** The other hub says that a link between it and this one is closed (`link-closed`); false for any other. */
export async function closedThere(
  { peer, name }: Pick<LinkDoc, 'peer' | 'name'>,
  { database, clock }: Pick<LinkDeps, 'database' | 'clock'>,
  session: Session,
): Promise<boolean> {
  const { modifiedCount } = await database
    .model(linkModel)
    .updateMany({ peer, name, state: 'OPEN' }, closing(clock.now()), { session });
  return modifiedCount > 0;
}
