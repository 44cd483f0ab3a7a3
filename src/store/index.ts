export { openBell } from './bell.js';
export type { ArmedBell, Bell } from './bell.js';
export { IndexMissing, ensureIndexes } from './check-indexes.js';
export { DatabaseUnusable, connectDatabase, disconnectedDatabase } from './database.js';
export type { Database, ModelDefinition, Session } from './database.js';
export { defineModel } from './define-model.js';
export { perDatabase } from './per-database.js';
export { auditModel, audited, readAudit } from './audit.js';
export type { AuditDoc } from './audit.js';
export {
  limitModel,
  limitSettingModel,
  localRateLimiter,
  sharedRateLimiter,
} from './rate-limits.js';
export type { RateLimit, RateLimiter } from './rate-limits.js';
export { keyModel, keyRows } from './keys.model.js';
export {
  changeClient,
  clientsOwnedBy,
  deleteClient,
  disownClients,
  findClients,
  listClients,
  moveClients,
  noteClient,
  registerClient,
  suspendClient,
} from './oauth/clients.js';
export type { RegisteredClient } from './oauth/clients.js';
export { connectionsOf, disconnect, disconnectAll } from './oauth/connections.js';
export type { Connection } from './oauth/connections.js';
export { oauthClientModel } from './oauth/oauth-client.model.js';
export { oauthRecordModel } from './oauth/oauth-record.model.js';
export { oauthStorage } from './oauth/oauth-storage.js';
export type { OAuthPayload, OAuthStorage, Sealing } from './oauth/oauth-storage.js';
export { resolveAccessToken } from './oauth/oauth-tokens.js';
export { deliveryModel } from './federation/delivery.model.js';
export { FED_EVENT_BELL, fedEventModel } from './federation/fed-event.model.js';
export { deliveriesOfOffers } from './federation/deliveries-of-offers.js';
export type { OfferDelivery } from './federation/deliveries-of-offers.js';
export { findPeers } from './federation/find-peers.js';
export type { KnownPeer } from './federation/find-peers.js';
export { noteFlood } from './federation/note-flood.js';
export { outbox } from './federation/outbox.js';
export { peerModel } from './federation/peer.model.js';
export { tellPeers } from './federation/tell-peers.js';
export type { News, TellPeers } from './federation/tell-peers.js';
