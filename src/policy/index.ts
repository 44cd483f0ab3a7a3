export {
  POLICY,
  clientBehind,
  earnerActing,
  earnerBehind,
  mayActFor,
  personBehind,
  requireMay,
  sessionBehind,
} from './policy.js';
export type { Action } from './policy.js';
export { wrongInClient } from './client-rules.js';
export type { ClientMetadata } from './client-rules.js';
export { SCOPES, isScope } from './scopes.js';
export type { Scope } from './scopes.js';
