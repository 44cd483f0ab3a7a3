import type { Database } from '../database.js';
import { oauthClientModel } from './oauth-client.model.js';
import { oauthRecordModel } from './oauth-record.model.js';
import type { OAuthRecordDoc } from './oauth-record.model.js';
import { oauthRecordId } from './oauth-storage.js';

/** What an access token allows, as long as it does. */
export interface OAuthAccess {
  readonly client: string;
  /** For whom the client acts; absent where it acts for itself. */
  readonly earner?: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  /** Thumbprint of the key the token is bound to (RFC 9449). */
  readonly boundTo?: string;
}

const USE_EVERY_MS = 60_000;

/**
 * What this access token allows. Null when it, its grant or its client is gone or stopped, or it never
 * was one of ours. Using a grant is written down once a minute.
 */
export async function resolveAccessToken(
  accessToken: string,
  database: Database,
  now: Date,
): Promise<OAuthAccess | null> {
  const records = database.model(oauthRecordModel);
  const ids = ['AccessToken', 'ClientCredentials'].map((kind) => oauthRecordId(kind, accessToken));
  const found = await records
    .findOne({ _id: { $in: ids }, expiresAt: { $gt: now } })
    .lean<OAuthRecordDoc>();
  if (found?.client === undefined) return null;
  const { client, earner, grant, expiresAt } = found;
  const stopped = await database
    .model(oauthClientModel)
    .exists({ _id: client, suspendedAt: { $exists: true } });
  if (stopped !== null) return null;
  if (earner !== undefined && !(await useGrant(grant ?? '', database, now))) return null;
  const { scope, jkt } = JSON.parse(found.payload) as { scope?: string; jkt?: string };
  return {
    client,
    scopes: scope?.split(' ') ?? [],
    expiresAt,
    ...(earner !== undefined && { earner }),
    ...(jkt !== undefined && { boundTo: jkt }),
  };
}

async function useGrant(grant: string, database: Database, now: Date): Promise<boolean> {
  const records = database.model(oauthRecordModel);
  const known = await records
    .findOne({ _id: oauthRecordId('Grant', grant), expiresAt: { $gt: now } }, { lastUsedAt: 1 })
    .lean();
  if (known === null) return false;
  if (now.getTime() - (known.lastUsedAt?.getTime() ?? 0) >= USE_EVERY_MS) {
    await records.updateOne({ _id: known._id }, { $set: { lastUsedAt: now } });
  }
  return true;
}
