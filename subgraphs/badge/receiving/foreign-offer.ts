import { plainText } from '../../../src/federation/index.js';
import type { EventPayloads } from '../../../src/federation/index.js';
import { digestOf } from '../../../src/openbadges/index.js';
import type { Credential } from '../../../src/openbadges/index.js';
import type { ForeignOffer, OfferDoc } from '../offer.model.js';

type Offered = EventPayloads['badge-offered'];

/**
 * What makes two offers of one link the same: their id at the hub that made them. It stands in the place of
 * the digest, which the other hub could give to several of its offers.
 */
export const foreignKey = (offer: string): string => `offer:${offer}`;

/** The bytes that came in the message; null when they are not what it says they are. */
export function inlineBytes({ credential }: Offered): Buffer | undefined | null {
  if (credential.inline === undefined) return undefined;
  const bytes = Buffer.from(credential.inline, 'base64url');
  return isAsPromised(bytes, credential) ? bytes : null;
}

/** Asked before anything is parsed (federation.md 2.7). */
export function isAsPromised(
  bytes: Uint8Array,
  { digest, size }: Pick<ForeignOffer, 'digest' | 'size'>,
): boolean {
  return bytes.length === size && digestOf(bytes) === digest;
}

/** What the other hub says it offers. */
export type Claimed = {
  readonly credential: Pick<Offered['credential'], 'id' | 'issuer' | 'format'>;
} & Pick<Offered, 'display'>;

/** Fields of an offer that came from another hub and that nobody has looked into yet. */
export function unopened({
  credential,
  display,
}: Claimed): Pick<OfferDoc, 'original' | 'mediaType' | 'credential'> {
  const { id, issuer, format } = credential;
  const claimed: Credential = {
    version: format.startsWith('ob3') ? 'V3_0' : 'V2_0',
    id,
    recipient: [],
    achievement: { name: plainText(display.name), description: '', tags: [], alignments: [] },
    issuer: { id: issuer, name: plainText(display.issuerName) },
    evidence: [],
    verification: { kind: 'hosted', url: id },
    statusEntries: [],
  };
  return { original: Buffer.alloc(0), mediaType: 'application/octet-stream', credential: claimed };
}
