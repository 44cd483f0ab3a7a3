import { defineModel } from '../define-model.js';

/**
 * Anything the OAuth server keeps but clients: codes, tokens, grants, sessions, interactions. Owner:
 * src/store. Lives until it expires or is revoked.
 */
export interface OAuthRecordDoc {
  /** The kind and the SHA-256 of the secret or name, so that a stolen database holds no token. */
  readonly _id: string;
  readonly kind: string;
  /** JSON. For tokens without the token itself. */
  readonly payload: string;
  /** Whom it is about. */
  readonly earner?: string;
  readonly client?: string;
  /** The grant it hangs on; revoked together. */
  readonly grant?: string;
  readonly uid?: string;
  /** When it was used up: codes and refresh tokens count once. */
  readonly consumedAt?: Date;
  /** Of grants: when a token of it was used last, to the minute. */
  readonly lastUsedAt?: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export const oauthRecordModel = defineModel<OAuthRecordDoc>(
  'oauth_records',
  {
    _id: String,
    kind: { type: String, required: true },
    payload: { type: String, required: true },
    earner: String,
    client: String,
    grant: String,
    uid: String,
    consumedAt: Date,
    lastUsedAt: Date,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  [
    { name: 'records_of_grant', on: { grant: 1 }, options: { sparse: true } },
    { name: 'records_of_earner', on: { earner: 1, client: 1, kind: 1 } },
    { name: 'records_of_client', on: { client: 1 } },
    {
      name: 'one_record_per_uid',
      on: { kind: 1, uid: 1 },
      options: { unique: true, partialFilterExpression: { uid: { $exists: true } } },
    },
    { name: 'records_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
