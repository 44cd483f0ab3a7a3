import type { Database, Session } from '../database.js';
import { oauthRecordModel } from './oauth-record.model.js';
import type { OAuthRecordDoc } from './oauth-record.model.js';

/** An app that may act for an earner. */
export interface Connection {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly since: Date;
  readonly lastUsedAt?: Date;
}

/** Apps she connected, the newest first; several grants to one app are one connection. */
export async function connectionsOf(
  earner: string,
  database: Database,
  now: Date,
): Promise<readonly Connection[]> {
  const grants = await database
    .model(oauthRecordModel)
    .find({ earner, kind: 'Grant', expiresAt: { $gt: now } })
    .sort({ createdAt: 1 })
    .lean<OAuthRecordDoc[]>();
  const byClient = new Map<string, Connection>();
  for (const grant of grants) {
    if (grant.client === undefined) continue;
    const known = byClient.get(grant.client);
    const used = latest(known?.lastUsedAt, grant.lastUsedAt);
    byClient.set(grant.client, {
      client: grant.client,
      scopes: [...new Set([...(known?.scopes ?? []), ...scopesIn(grant)])].sort(),
      since: known?.since ?? grant.createdAt,
      ...(used && { lastUsedAt: used }),
    });
  }
  return [...byClient.values()].reverse();
}

/** Takes everything from an app that it may do for her; its tokens are dead. False when it had nothing. */
export async function disconnect(
  earner: string,
  client: string,
  database: Database,
  session: Session,
): Promise<boolean> {
  const { deletedCount } = await database
    .model(oauthRecordModel)
    .deleteMany({ earner, client }, { session });
  return deletedCount > 0;
}

/** Ends every connection of an account that is no more, and its logins at this OAuth server. */
export async function disconnectAll(
  earner: string,
  database: Database,
  session: Session,
): Promise<void> {
  await database.model(oauthRecordModel).deleteMany({ earner }, { session });
}

function scopesIn({ payload }: OAuthRecordDoc): readonly string[] {
  const { openid } = JSON.parse(payload) as { openid?: { scope?: string } };
  return openid?.scope?.split(' ') ?? [];
}

const latest = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
