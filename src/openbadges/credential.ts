export type OpenBadgesVersion = 'V0_5' | 'V1_0' | 'V1_1' | 'V2_0' | 'V2_1' | 'V3_0';

/**
 * What an issuer stated, in one shape for every version. Texts hold no NUL, every URL is http(s);
 * the only other form is an image given as `data:`. Reading a credential says nothing about
 * believing it: that is the report's business.
 */
export interface Credential {
  readonly version: OpenBadgesVersion;
  readonly id: string;
  /** Where the credential is hosted; absent for signed ones. */
  readonly hostedUrl?: string;
  readonly issuedOn?: Date;
  readonly expires?: Date;
  /** One identity up to 2.1; 3.0 may name the same person several times. */
  readonly recipient: readonly RecipientIdentity[];
  readonly achievement: Achievement;
  readonly issuer: IssuerProfile;
  readonly evidence: readonly EvidenceItem[];
  readonly narrative?: string;
  /** URL or `data:` of the picture made for this one award. */
  readonly image?: string;
  readonly verification: Verification;
  /** Where the issuer publishes what became of the credential (3.0); empty for hosted ones. */
  readonly statusEntries: readonly StatusEntry[];
}

export interface RecipientIdentity {
  /** `email` up to 2.1, `emailAddress` in 3.0; other kinds are kept as the issuer wrote them. */
  readonly type: string;
  /** Plain text, or `algorithm$hex`. */
  readonly value: string;
  readonly hashed: boolean;
  readonly salt?: string;
}

export interface Achievement {
  readonly id?: string;
  readonly name: string;
  readonly description: string;
  readonly criteriaUrl?: string;
  /** Markdown. */
  readonly criteriaNarrative?: string;
  /** URL or `data:`. */
  readonly image?: string;
  readonly tags: readonly string[];
  readonly alignments: readonly Alignment[];
}

export interface Alignment {
  readonly targetName: string;
  readonly targetUrl?: string;
  readonly targetDescription?: string;
  readonly targetFramework?: string;
  readonly targetCode?: string;
}

export interface IssuerProfile {
  readonly id: string;
  /** The host of `id` when the profile itself could not be fetched. */
  readonly name: string;
  readonly url?: string;
  readonly description?: string;
  readonly email?: string;
  readonly image?: string;
}

export interface EvidenceItem {
  readonly id?: string;
  readonly name?: string;
  /** Markdown. */
  readonly narrative?: string;
}

export type Verification =
  | { readonly kind: 'hosted'; readonly url: string }
  | { readonly kind: 'signed'; readonly proofs: readonly Proof[] };

export type Proof =
  | { readonly kind: 'jws'; readonly jws: string; readonly keyUrl?: string }
  | { readonly kind: 'embedded'; readonly type: string; readonly verificationMethod: string };

export interface StatusEntry {
  readonly type: string;
  readonly purpose: string;
  readonly listUrl: string;
  readonly index: string;
}
