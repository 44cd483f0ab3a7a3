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
export type { CheckCode, EndorsementReport, Finding, Outcome, Report, Verdict } from './report.js';
export { VERDICT_MEANINGS, isConclusive } from './report.js';
export { credentialKey, digestOf } from './identity.js';
export { showUrl } from './web-url.js';
export type { Parsed } from './parse/parse.js';
export { parse } from './parse/parse.js';
export { isCompactJws } from './parse/payload.js';
export type { JsonObject, JsonRules, JsonValue } from './parse/strict-json.js';
export { isObject, readJson, readJsonBytes } from './parse/strict-json.js';
export { normalizeAddress } from './recipient/normalize-address.js';
export type { RecipientMatch } from './recipient/match.js';
export { matchesRecipient } from './recipient/match.js';
export { publishesRecipient, recipientIsPlain } from './recipient/publishes.js';
export type { Unbaked, UnbakeFault, UnbakeWarning } from './bake/unbake.js';
export { unbake } from './bake/unbake.js';
export { explainUnbaked } from './bake/explain-unbaked.js';
export { bake } from './bake/bake.js';
export { withoutBadge } from './bake/without-badge.js';
export type { PictureFormat } from './bake/picture-format.js';
export { MAX_PICTURE_BYTES, PICTURE_TYPES, pictureFormatOf } from './bake/picture-format.js';
export type { PictureLook } from './bake/look-at-picture.js';
export { lookAtPicture } from './bake/look-at-picture.js';
export { displayableSvg } from './bake/displayable-svg.js';
export type {
  Evidence,
  FetchAnswer,
  FetchDocument,
  PictureSeen,
  Source,
} from './verify/evidence.js';
export type { FoundPicture } from './verify/gather.js';
export { gather } from './verify/gather.js';
export type { Judgement, Original, Question } from './verify/judge.js';
export { judge } from './verify/judge.js';
export type { Check } from './verify/checks/check.js';
export { CHECKS } from './verify/checks/index.js';
export { explainFinding } from './verify/explain-finding.js';
export { NEEDED_FOR_VALID, VERDICT_PRECEDENCE } from './verify/conclude.js';
export type { Verified, VerifyDeps } from './verify/verify.js';
export { verify } from './verify/verify.js';
