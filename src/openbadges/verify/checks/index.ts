import type { Check } from './check.js';
import { contexts } from './contexts.js';
import { life } from './life.js';
import { linked } from './linked.js';
import { notRevoked } from './revoked.js';
import { sameId } from './same-id.js';
import { scope } from './scope.js';
import { structure } from './structure.js';

/** Every check of a hosted badge that was found, in the order of the report. */
export const CHECKS: readonly Check[] = [
  notRevoked,
  sameId,
  contexts,
  structure,
  linked,
  scope,
  life,
];
