/** What a badge is and whether to believe it. Pure: network and clock are handed in. */
export type {
  Achievement,
  Alignment,
  Credential,
  EvidenceItem,
  IssuerProfile,
  OpenBadgesVersion,
  Proof,
  RecipientIdentity,
  StatusEntry,
  Verification,
} from './credential.js';
export type { CheckCode, Finding, Outcome, Report, Verdict } from './report.js';
export { isConclusive } from './report.js';
export { credentialKey, digestOf } from './identity.js';
export { showUrl } from './web-url.js';
export { normalizeAddress } from './recipient/normalize-address.js';
export type { RecipientMatch } from './recipient/match.js';
export { matchesRecipient } from './recipient/match.js';
export { publishesRecipient, recipientIsPlain } from './recipient/publishes.js';
export type { Unbaked, UnbakeFault, UnbakeWarning } from './bake/read-png.js';
export { unbake } from './bake/read-png.js';
export { bake } from './bake/write-png.js';
export type { Evidence, FetchAnswer, FetchDocument, Source } from './verify/evidence.js';
export { gather } from './verify/gather.js';
export type { Judgement, Original } from './verify/judge.js';
export { judge } from './verify/judge.js';
export type { VerifyDeps } from './verify/verify.js';
export { verify } from './verify/verify.js';
