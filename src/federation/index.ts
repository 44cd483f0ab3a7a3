export type * from './peer/peer.js';
export type * from './send/ports.js';
export { createDispatcher, dispatchTo } from './send/dispatcher.js';
export type { Dispatcher } from './send/dispatcher.js';
export { sequenceEvents } from './send/sequencer.js';
