import { defineModel } from '../define-model.js';

/** A registered client: a displayer, an issuer, an app, another hub. Owner: src/store. */
export interface OAuthClientDoc {
  /** `cli_…`, or the URL of its metadata document. */
  readonly _id: string;
  readonly name: string;
  /** The host it lives on, as it says. */
  readonly host: string;
  /** The earner who registered it on her page; absent where it registered itself. */
  readonly owner?: string;
  /** Its metadata (RFC 7591), sealed; absent where a document at its URL says it each time. */
  readonly metadata?: string;
  readonly createdAt: Date;
  /** An operator stopped it: no token of it counts. */
  readonly suspendedAt?: Date;
}

export const oauthClientModel = defineModel<OAuthClientDoc>(
  'oauth_clients',
  {
    _id: String,
    name: { type: String, required: true },
    host: { type: String, required: true },
    owner: String,
    metadata: String,
    createdAt: { type: Date, required: true },
    suspendedAt: Date,
  },
  [
    { name: 'clients_by_age', on: { createdAt: -1, _id: -1 } },
    { name: 'clients_of_owner', on: { owner: 1, createdAt: -1 } },
  ],
);
