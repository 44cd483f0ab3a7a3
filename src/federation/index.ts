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
