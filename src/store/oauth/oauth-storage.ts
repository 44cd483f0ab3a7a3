import { createHash } from 'node:crypto';
import { parseUrl } from '../../parse-url.js';
import type { Database } from '../database.js';
import { oauthClientModel } from './oauth-client.model.js';
import type { OAuthClientDoc } from './oauth-client.model.js';
import { oauthRecordModel } from './oauth-record.model.js';
import type { OAuthRecordDoc } from './oauth-record.model.js';

export type OAuthPayload = Readonly<Record<string, unknown>>;

/** What the OAuth server keeps, by kind and id, in the form its library asks for. */
export interface OAuthStorage {
  upsert(kind: string, id: string, payload: OAuthPayload, lifetimeSeconds?: number): Promise<void>;
  /** Undefined when there is none, or none any more. `consumed` is set once it was used up. */
  find(kind: string, id: string): Promise<OAuthPayload | undefined>;
  findByUid(kind: string, uid: string): Promise<OAuthPayload | undefined>;
  /** Uses it up; false when somebody else did before, of many at once all but one. */
  consume(kind: string, id: string): Promise<boolean>;
  destroy(kind: string, id: string): Promise<void>;
  /** Notes a name for a while; false when it is noted already. */
  once(kind: string, id: string, lifetimeSeconds: number): Promise<boolean>;
  /** Everything that hangs on a grant. */
  revokeByGrant(grant: string): Promise<void>;
}

/** Seals what says how a client proves who it is, since that may be a secret. */
export interface Sealing {
  seal(text: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

export interface OAuthStorageOptions {
  readonly now: () => Date;
  readonly sealer: Sealing;
}

/** Kinds whose id is a bearer secret: not even their payload may hold it. */
const SECRET_KINDS = new Set([
  'AccessToken',
  'AuthorizationCode',
  'ClientCredentials',
  'RefreshToken',
  'RegistrationAccessToken',
]);
const CLIENT = 'Client';
const FOREVER = new Date('9999-12-31T00:00:00Z');

export const oauthRecordId = (kind: string, id: string): string =>
  `${kind}:${createHash('sha256').update(id).digest('hex')}`;

export function oauthStorage(
  database: Database,
  { now, sealer }: OAuthStorageOptions,
): OAuthStorage {
  const records = database.model(oauthRecordModel);
  const clients = database.model(oauthClientModel);

  const live = async (filter: object): Promise<OAuthRecordDoc | null> =>
    records.findOne({ ...filter, expiresAt: { $gt: now() } }).lean<OAuthRecordDoc>();

  return {
    async upsert(kind, id, payload, lifetimeSeconds) {
      if (kind === CLIENT) {
        await upsertClient(id, payload);
        return;
      }
      const { jti: _secret, ...rest } = payload;
      const at = now();
      const fresh = {
        kind,
        payload: JSON.stringify(SECRET_KINDS.has(kind) ? rest : payload),
        earner: text(payload['accountId']),
        client: text(payload['clientId']),
        grant: text(payload['grantId']),
        uid: text(payload['uid']),
        expiresAt:
          lifetimeSeconds === undefined ? FOREVER : new Date(at.getTime() + lifetimeSeconds * 1000),
      };
      await records.updateOne(
        { _id: oauthRecordId(kind, id) },
        { $set: fresh, $setOnInsert: { createdAt: at } },
        { upsert: true },
      );
    },
    async find(kind, id) {
      if (kind === CLIENT) return findClient(id);
      const found = await live({ _id: oauthRecordId(kind, id) });
      return found === null ? undefined : { ...payloadOf(found), jti: id };
    },
    async findByUid(kind, uid) {
      const found = await live({ kind, uid });
      return found === null ? undefined : payloadOf(found);
    },
    async consume(kind, id) {
      const { modifiedCount } = await records.updateOne(
        { _id: oauthRecordId(kind, id), consumedAt: { $exists: false } },
        { $set: { consumedAt: now() } },
      );
      return modifiedCount === 1;
    },
    async destroy(kind, id) {
      if (kind === CLIENT) {
        await clients.deleteOne({ _id: id });
        await records.deleteMany({ client: id });
      } else {
        await records.deleteOne({ _id: oauthRecordId(kind, id) });
      }
    },
    async once(kind, id, lifetimeSeconds) {
      const at = now();
      const expiresAt = new Date(at.getTime() + lifetimeSeconds * 1000);
      const _id = oauthRecordId(kind, id);
      const { upsertedCount } = await records.updateOne(
        { _id },
        { $setOnInsert: { kind, payload: '{}', createdAt: at, expiresAt } },
        { upsert: true },
      );
      return upsertedCount === 1;
    },
    async revokeByGrant(grant) {
      await records.deleteMany({ grant });
    },
  };

  async function findClient(id: string): Promise<OAuthPayload | undefined> {
    const found = await clients.findById(id).lean<OAuthClientDoc>();
    if (found?.metadata === undefined || found.suspendedAt !== undefined) return undefined;
    return JSON.parse(await sealer.open(found.metadata)) as OAuthPayload;
  }

  /** Registering anew keeps who registered it and whether it was stopped. */
  async function upsertClient(id: string, payload: OAuthPayload): Promise<void> {
    await clients.updateOne(
      { _id: id },
      { $set: await describedBy(id, payload, sealer), $setOnInsert: { createdAt: now() } },
      { upsert: true },
    );
  }
}

function payloadOf({ payload, consumedAt }: OAuthRecordDoc): OAuthPayload {
  const known = JSON.parse(payload) as OAuthPayload;
  if (consumedAt === undefined) return known;
  return { ...known, consumed: Math.floor(consumedAt.getTime() / 1000) };
}

/** What is kept of a client's metadata (RFC 7591): how people know it, and all of it sealed. */
export async function describedBy(
  id: string,
  metadata: OAuthPayload,
  sealer: Sealing,
): Promise<Pick<OAuthClientDoc, 'name' | 'host'> & { readonly metadata: string }> {
  return {
    name: text(metadata['client_name']) ?? id,
    host: hostOf(metadata) ?? id,
    metadata: await sealer.seal(JSON.stringify(metadata)),
  };
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Where a client lives: its home page, or where it wants people to be sent back to. */
function hostOf(metadata: OAuthPayload): string | undefined {
  const redirects = metadata['redirect_uris'];
  const candidates = [
    metadata['client_uri'],
    ...(Array.isArray(redirects) ? (redirects as unknown[]) : []),
  ];
  return candidates
    .map((one) => (typeof one === 'string' ? parseUrl(one)?.host : undefined))
    .find((host) => host !== undefined && host !== '');
}
