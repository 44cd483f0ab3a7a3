export { createGate } from './gate.js';
export { createGuardedFetch } from './guarded-fetch.js';
export type { FetchWant, GuardedFetch, GuardedFetchOptions } from './guarded-fetch.js';
export { parsePrivateOrigins } from './private-origins.js';
export type { PrivateOrigin } from './private-origins.js';
export { webFetchOf } from './web-fetch.js';
export type { AskGuarded, WebFetch } from './web-fetch.js';
export type { Resolve, ResolvedAddress } from './resolve.js';
