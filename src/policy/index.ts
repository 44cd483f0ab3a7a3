export {
  POLICY,
  earnerActing,
  earnerBehind,
  granteeBehind,
  mayActFor,
  personBehind,
  requireMay,
  sessionBehind,
} from './policy.js';
export type { Action, Grantee } from './policy.js';
export { wrongInClient } from './client-rules.js';
export type { ClientMetadata } from './client-rules.js';
export { SCOPES, isScope } from './scopes.js';
export type { Scope } from './scopes.js';
