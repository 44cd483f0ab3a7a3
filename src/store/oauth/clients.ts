import type { Database, Session } from '../database.js';
import { oauthClientModel } from './oauth-client.model.js';
import type { OAuthClientDoc } from './oauth-client.model.js';
import { oauthRecordModel } from './oauth-record.model.js';
import { describedBy } from './oauth-storage.js';
import type { OAuthPayload, Sealing } from './oauth-storage.js';

export type RegisteredClient = OAuthClientDoc;

/** Clients by id, stopped ones included. */
export async function findClients(
  ids: readonly string[],
  database: Database,
): Promise<readonly RegisteredClient[]> {
  return database
    .model(oauthClientModel)
    .find({ _id: { $in: [...ids] } })
    .lean<OAuthClientDoc[]>();
}

/** Clients an earner registered on her page, the newest first. */
export async function clientsOwnedBy(
  owner: string,
  database: Database,
): Promise<readonly RegisteredClient[]> {
  return database
    .model(oauthClientModel)
    .find({ owner })
    .sort({ createdAt: -1, _id: -1 })
    .lean<OAuthClientDoc[]>();
}

/** All clients behind a place in the list, the newest first. */
export async function listClients(
  database: Database,
  { behind, limit }: { readonly behind: object; readonly limit: number },
): Promise<readonly RegisteredClient[]> {
  return database
    .model(oauthClientModel)
    .find(behind)
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit)
    .lean<OAuthClientDoc[]>();
}

export interface NewClient {
  readonly id: string;
  readonly owner: string;
  readonly metadata: OAuthPayload;
  readonly createdAt: Date;
}

export async function registerClient(
  { id, owner, metadata, createdAt }: NewClient,
  database: Database,
  sealer: Sealing,
): Promise<void> {
  const described = await describedBy(id, metadata, sealer);
  await database.model(oauthClientModel).create([{ _id: id, owner, createdAt, ...described }]);
}

/** Changes what a client says about itself; false when it is not any more what it was. */
export async function changeClient(
  before: RegisteredClient,
  metadata: OAuthPayload,
  database: Database,
  sealer: Sealing,
): Promise<boolean> {
  const described = await describedBy(before._id, metadata, sealer);
  const same = {
    _id: before._id,
    ...(before.owner !== undefined && { owner: before.owner }),
    metadata: before.metadata ?? { $exists: false },
  };
  const { matchedCount } = await database
    .model(oauthClientModel)
    .updateOne(same, { $set: described });
  return matchedCount === 1;
}

/** Two accounts are one person's: so are the clients. */
export async function moveClients(
  from: string,
  to: string,
  database: Database,
  session: Session,
): Promise<void> {
  const change = { $set: { owner: to } };
  await database.model(oauthClientModel).updateMany({ owner: from }, change, { session });
}

/** Deletes every client of an owner who is no more; their ids. */
export async function disownClients(
  owner: string,
  database: Database,
  session: Session,
): Promise<readonly string[]> {
  const owned = await database
    .model(oauthClientModel)
    .find({ owner }, { _id: 1 }, { session })
    .lean();
  for (const { _id } of owned) await deleteClient({ id: _id, owner }, database, session);
  return owned.map(({ _id }) => _id);
}

/** Deletes a client with all it may do; without an owner whoever's it is. False when there is none. */
export async function deleteClient(
  { id, owner }: { readonly id: string; readonly owner?: string },
  database: Database,
  session: Session,
): Promise<boolean> {
  const which = { _id: id, ...(owner !== undefined && { owner }) };
  const { deletedCount } = await database.model(oauthClientModel).deleteOne(which, { session });
  if (deletedCount === 0) return false;
  await database.model(oauthRecordModel).deleteMany({ client: id }, { session });
  return true;
}

/** Stops a client, or lets it go on; false when there is none. */
export async function suspendClient(
  id: string,
  suspendedAt: Date | undefined,
  database: Database,
  session: Session,
): Promise<boolean> {
  const change =
    suspendedAt === undefined ? { $unset: { suspendedAt: 1 } } : { $set: { suspendedAt } };
  const { matchedCount } = await database
    .model(oauthClientModel)
    .updateOne({ _id: id }, change, { session });
  return matchedCount === 1;
}

/**
 * Notes a client that a document at its URL describes, so that it can be named and stopped; false when
 * it was stopped.
 */
export async function noteClient(
  client: { readonly id: string; readonly name: string; readonly host: string; readonly at: Date },
  database: Database,
): Promise<boolean> {
  const { id, name, host, at } = client;
  const noted = await database
    .model(oauthClientModel)
    .findOneAndUpdate(
      { _id: id },
      { $set: { name, host }, $setOnInsert: { createdAt: at } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<OAuthClientDoc>();
  return noted.suspendedAt === undefined;
}
