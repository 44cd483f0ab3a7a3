/** For displayers: follows a collection and never loses a change. Needs nothing else of the hub. */
export { FollowError } from './errors.js';
export type { FinalCode } from './errors.js';
export { followCollection } from './follow-collection.js';
export type { FollowEnd } from './follow-collection.js';
export type {
  Fetch,
  FollowOptions,
  FollowedChange,
  Snapshot,
  Token,
  WebSocketImpl,
} from './options.js';
export type { GraphqlError } from './result.js';
