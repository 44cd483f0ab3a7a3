export type * from './peer/peer.js';
