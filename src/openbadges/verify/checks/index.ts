import { changed } from './changed.js';
import type { Check } from './check.js';
import { contexts } from './contexts.js';
import { endorsements } from './endorsements.js';
import { extensions } from './extensions.js';
import { fetched } from './fetch.js';
import { httpStatus } from './http-status.js';
import { input } from './input.js';
import { keyOwner } from './key-owner.js';
import { life } from './life.js';
import { linked } from './linked.js';
import { parsed } from './parsed.js';
import { picture } from './picture.js';
import { recipient } from './recipient.js';
import { notRevoked } from './revoked.js';
import { sameId } from './same-id.js';
import { scope } from './scope.js';
import { signature } from './signature.js';
import { status } from './status.js';
import { structure } from './structure.js';
import { unbaked } from './unbake.js';
import { version } from './version.js';

/** Every check of a badge, in the order of the report. `conclude.ts` says which are needed. */
export const CHECKS: readonly Check[] = [
  input,
  unbaked,
  fetched,
  httpStatus,
  parsed,
  version,
  notRevoked,
  sameId,
  contexts,
  structure,
  linked,
  picture,
  scope,
  signature,
  keyOwner,
  status,
  life,
  recipient,
  extensions,
  endorsements,
  changed,
];
