export type * from './peer/peer.js';
export type * from './send/ports.js';
export { createDispatcher, dispatchTo } from './send/dispatcher.js';
export type { Dispatcher } from './send/dispatcher.js';
export { sequenceEvents } from './send/sequencer.js';
export { answerPoll } from './send/answer-poll.js';
export type { PollAnswer, PollDeps, PollRequest, StreamPosition } from './send/answer-poll.js';
export { answerSnapshot } from './send/answer-snapshot.js';
export type {
  SnapshotDeps,
  SnapshotItem,
  SnapshotPage,
  SnapshotRequest,
} from './send/answer-snapshot.js';
export { pushOver } from './send/push.js';
