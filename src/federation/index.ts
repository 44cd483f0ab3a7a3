/** The protocol between hubs, BFP/1. Pure: network, time, chance and storage are handed in. */
export type { BfCode, MessageFault, SetError } from './message/message-refused.js';
export { MESSAGE_REFUSALS, MessageRefused } from './message/message-refused.js';
export type { StrictJsonLimits } from './message/strict-json.js';
export {
  ANSWER_LIMITS,
  MAX_DESCRIPTION_BYTES,
  MAX_SET_BYTES,
  parseStrictJson,
} from './message/strict-json.js';
export { hubOriginOf, isHubOrigin, isServedBy } from './message/hub-origin.js';
export type {
  HubAlgorithm,
  HubKey,
  HubKeys,
  KeysDocument,
  KeyStatus,
  PublicJwk,
} from './message/jwks.js';
export { describeHubClient, hubClientId, hubOfClient } from './message/hub-client.js';
export { describeKeys, findKey, readHubKeys, sharesKey, thumbprintOf } from './message/jwks.js';
export type { PrivateJwk, SigningKey } from './message/signing-key.js';
export { publicHalf, signingKeyOf } from './message/signing-key.js';
export type { Envelope, Verifier } from './message/envelope.js';
export type { SetClaims } from './message/set-claims.js';
export type { Message } from './message/sign-set.js';
export { claimsOf, evhOf, signSet } from './message/sign-set.js';
export type { VerifiedSet } from './message/verify-set.js';
export { readSetEnvelope, verifySet } from './message/verify-set.js';
export type { HubRequest, RequestClaims } from './message/request-token.js';
export {
  REQUEST_JTI_SECONDS,
  readRequestEnvelope,
  signRequest,
  verifyRequest,
} from './message/request-token.js';
export type {
  EventPayloads,
  EventType,
  HubEvent,
  NamedCredential,
  OfferedCredential,
  ReceivedEvent,
  UnknownEvent,
} from './message/events.js';
export { EVENT_NAMESPACE, EVENT_TYPES, readEvent } from './message/events.js';
export { plainText } from './message/plain-text.js';
export { signRecovery, verifyRecovery } from './message/recovery.js';
export type {
  Discovered,
  DiscoveryDocument,
  HubDescription,
  HubMode,
} from './message/discovery.js';
export {
  HUB_PATHS,
  VERSIONS,
  commonVersion,
  describeHub,
  readDiscovery,
} from './message/discovery.js';
export type {
  Bodies,
  CollectionSnapshot,
  ShownBadge,
  SnapshotItem,
  StreamStanding,
} from './message/bodies.js';
export { readBody } from './message/bodies.js';
export type * from './peer/peer.js';
export {
  UNHINDERED,
  afterFailure,
  afterInbound,
  afterSuccess,
  afterWait,
  roomFor,
  standingOf,
} from './peer/backoff.js';
export type { AnnouncedKeys } from './peer/continuity.js';
export { judgeKeys } from './peer/continuity.js';
export type { Watermark } from './receive/streams.js';
export { NOTHING_RECEIVED, hasGap, received } from './receive/streams.js';
export type { Arrived } from './send/bf-stream.js';
export { formatBfStream, readBfStream } from './send/bf-stream.js';
export type { PeerAnswer, PeerFault, PushOutcome } from './send/answers.js';
export { classifyAnswer } from './send/answers.js';
export { eventId } from './send/event-id.js';
export type * from './send/ports.js';
export { createDispatcher, dispatchTo } from './send/dispatcher.js';
export type { Dispatcher } from './send/dispatcher.js';
export { sequenceEvents } from './send/sequencer.js';
export { answerPoll } from './send/answer-poll.js';
export type { PollAnswer, PollDeps, PollRequest } from './send/answer-poll.js';
export { answerSnapshot } from './send/answer-snapshot.js';
export type { SnapshotDeps, SnapshotPage, SnapshotRequest } from './send/answer-snapshot.js';
export { pushOver } from './send/push.js';
export { signAs } from './send/sign-as.js';
export { answersDiscovery } from './send/answers-discovery.js';
