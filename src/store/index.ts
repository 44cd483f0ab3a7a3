export { openBell } from './bell.js';
export type { ArmedBell, Bell } from './bell.js';
export { IndexMissing, ensureIndexes } from './check-indexes.js';
export { DatabaseUnusable, connectDatabase, disconnectedDatabase } from './database.js';
export type { Database, ModelDefinition, Session } from './database.js';
export { defineModel } from './define-model.js';
export { perDatabase } from './per-database.js';
export { limitModel, localRateLimiter, sharedRateLimiter } from './rate-limits.js';
export type { RateLimiter } from './rate-limits.js';
