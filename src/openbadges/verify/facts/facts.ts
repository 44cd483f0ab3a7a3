import type { RecipientIdentity } from '../../credential.js';
import type { EndorsementReport } from '../../report.js';
import type { Kind } from '../../parse/detect-version.js';
import type {
  AssertionPart,
  BadgeClassPart,
  EndorsementPart,
  IssuerPart,
  Reading,
  StatedPart,
} from '../../parse/reading.js';
import type { JsonObject } from '../../parse/strict-json.js';
import { showUrl } from '../../web-url.js';
import type { PictureSeen } from '../evidence.js';
import type { KeyCandidate } from './find-keys.js';
import type { Link } from './follow-link.js';
import type { RevocationList } from './find-revocations.js';
import type { Trail } from './trail.js';

/** A credential that counts: its own server's word, or one that carries its signature with it. */
export type Statement = HostedStatement | SignedStatement;

export interface HostedStatement {
  readonly form: 'hosted';
  readonly document: JsonObject;
  readonly askedUrl: string;
  /** After redirects. */
  readonly finalUrl: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface SignedStatement {
  readonly form: 'signed';
  /** What was signed, whether or not the signature holds. */
  readonly document: JsonObject;
  readonly header: JsonObject;
  readonly jws: string;
}

/** All that the checks look at. What is absent was not needed or not found; the trail tells which. */
export interface Facts {
  readonly trail: Trail;
  readonly kind?: Kind;
  readonly statement?: Statement;
  readonly reading?: Reading<StatedPart>;
  readonly recipient?: readonly RecipientIdentity[];
  readonly badgeClass?: Link<BadgeClassPart>;
  readonly issuer?: Link<IssuerPart>;
  /** For signed ones: the keys that may have signed it. */
  readonly keys?: readonly KeyCandidate[];
  /** For signed ones whose issuer publishes a revocation list. */
  readonly revocations?: Link<RevocationList>;
  readonly picture?: { readonly url: string; readonly seen?: PictureSeen };
  readonly endorsements: readonly EndorsementFacts[];
  /** The assertion as read; absent for endorsements. */
  readonly award?: AssertionPart;
}

export interface EndorsementFacts {
  readonly about: 'ASSERTION' | 'BADGE_CLASS' | 'ISSUER';
  /** The id of what is endorsed. */
  readonly endorsed?: string;
  readonly facts: Facts;
  readonly part?: EndorsementPart;
  /** What was found out about it; there once it was judged. */
  readonly report?: EndorsementReport;
}

/** The documents a badge consists of, as far as they were found, each under its noun. */
export function documentsOf({
  statement,
  badgeClass,
  issuer,
}: Facts): readonly { readonly noun: string; readonly document: JsonObject }[] {
  return [
    ...(statement === undefined ? [] : [{ noun: 'assertion', document: statement.document }]),
    ...(badgeClass?.kind === 'read'
      ? [{ noun: 'badge class', document: badgeClass.document }]
      : []),
    ...(issuer?.kind === 'read' ? [{ noun: 'issuer', document: issuer.document }] : []),
  ];
}

/** How sentences call the credential that counts: by its address when it has one. */
export function nameOf(statement: Statement): string {
  return statement.form === 'hosted'
    ? `the assertion at ${showUrl(statement.askedUrl)}`
    : 'the signed assertion';
}
