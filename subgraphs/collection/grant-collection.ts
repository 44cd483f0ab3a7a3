import { Refusal } from '../../src/errors.js';
import type { Session } from '../../src/store/index.js';
import type { ClientDirectory, CollectionGrants } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { grantModel } from './grant.model.js';
import type { GrantDoc } from './grant.model.js';
import { writeChange } from './write-changes.js';
import type { CollectionDeps } from './write-changes.js';

export interface GrantDeps extends CollectionDeps {
  readonly clients: ClientDirectory;
}

const MOST_GRANTS = 100;

/**
 * Lets one displayer see a collection, also a private one; again changes nothing.
 * @throws Refusal NOT_FOUND unless the collection is hers and the displayer is registered; BAD_INPUT when
 *   it has 100 displayers already
 */
export async function grantCollection(
  owner: string,
  { collection, displayer }: { readonly collection: string; readonly displayer: string },
  deps: GrantDeps,
): Promise<GrantDoc> {
  const { database, clock, ids, clients } = deps;
  if (!(await clients.clients([displayer])).has(displayer)) throw new Refusal('NOT_FOUND');
  const grants = database.model(grantModel);
  const fresh = ids.make('grt');
  return database.transaction(async (session) => {
    const held = await database
      .model(collectionModel)
      .findOneAndUpdate(
        { _id: collection, owner, deletedAt: { $exists: false } },
        { $addToSet: { displayers: displayer } },
        { session, returnDocument: 'after' },
      )
      .lean<CollectionDoc>();
    if (held === null) throw new Refusal('NOT_FOUND');
    if ((held.displayers?.length ?? 0) > MOST_GRANTS) {
      throw new Refusal('BAD_INPUT', `A collection may have ${String(MOST_GRANTS)} displayers.`, {
        field: 'displayer',
      });
    }
    const known = await grants
      .findOne({ collection, displayer, active: true }, null, { session })
      .lean<GrantDoc>();
    if (known !== null) return known;
    const grant: GrantDoc = {
      _id: fresh,
      collection,
      owner,
      displayer,
      grantedAt: clock.now(),
      grantedAtRev: held.rev,
      active: true,
    };
    await grants.create([grant], { session });
    return grant;
  });
}

/**
 * Ends a grant. The collection's `rev` goes up with it, so that "nothing after the revocation" is a
 * property of the data; again changes nothing.
 * @throws Refusal NOT_FOUND unless it is about a collection of hers
 */
export async function revokeGrant(
  owner: string,
  id: string,
  deps: CollectionDeps,
): Promise<GrantDoc> {
  const grants = deps.database.model(grantModel);
  const txn = deps.ids.make('txn');
  return deps.database.transaction(async (session) => {
    const grant = await grants.findOne({ _id: id, owner }, null, { session }).lean<GrantDoc>();
    if (grant === null) throw new Refusal('NOT_FOUND');
    return grant.active === true ? endGrant(grant, txn, deps, session) : grant;
  });
}

async function endGrant(
  grant: GrantDoc,
  txn: string,
  deps: CollectionDeps,
  session: Session,
): Promise<GrantDoc> {
  const { database, clock } = deps;
  const before = await database
    .model(collectionModel)
    .findById(grant.collection, null, { session })
    .lean<CollectionDoc>();
  if (before === null) throw new Error(`grant ${grant._id} is of no collection`);
  const displayers = (before.displayers ?? []).filter((one) => one !== grant.displayer);
  const edit = { set: { displayers }, change: { kind: 'META' }, by: 'badge' } as const;
  const { rev } = await writeChange(before, edit, txn, deps, session);
  const ended = { revokedAt: clock.now(), revokedAtRev: rev };
  await database
    .model(grantModel)
    .updateOne({ _id: grant._id }, { $set: ended, $unset: { active: 1 } }, { session });
  const { active: _over, ...rest } = grant;
  return { ...rest, ...ended };
}

/** The port by which disconnecting an app, or deleting a client, ends what it was granted. */
export function collectionGrants(deps: CollectionDeps): CollectionGrants {
  async function end(which: object, session: Session): Promise<void> {
    const txn = deps.ids.make('txn');
    const active = await deps.database
      .model(grantModel)
      .find({ ...which, active: true }, null, { session })
      .sort({ collection: 1 })
      .lean<GrantDoc[]>();
    for (const grant of active) await endGrant(grant, txn, deps, session);
  }
  return {
    endAll: (owner, displayer, session) => end({ owner, displayer }, session),
    endEvery: (displayer, session) => end({ displayer }, session),
  };
}

/** A collection is deleted, and its grants with it. */
export async function forgetGrantsOf(
  collection: string,
  { database }: CollectionDeps,
  session: Session,
): Promise<void> {
  await database.model(grantModel).deleteMany({ collection }, { session });
}
