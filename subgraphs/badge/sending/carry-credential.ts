import { HUB_PATHS } from '../../../src/federation/index.js';
import type { OfferedCredential } from '../../../src/federation/index.js';
import { digestOf, isCompactJws, unbake } from '../../../src/openbadges/index.js';
import type { BadgeDoc } from '../badge.model.js';

/** What is small enough stands in the message itself (federation.md 2.7). */
const INLINE_BYTES = 32 * 1024;
const MOST_BYTES = 2 * 1024 * 1024;
const LONGEST_ID = 2_048;

/** The credential of a badge, byte for byte as it goes to another hub: what was in a picture goes without. */
export function bytesToSend({ original }: Pick<BadgeDoc, 'original'>): Buffer {
  const bytes = bytesOf(original);
  const unbaked = unbake(bytes);
  return unbaked.kind === 'found' ? Buffer.from(unbaked.text) : bytes;
}

/** A Buffer as it was made, and a wrapper around one as it was read. */
function bytesOf(stored: Uint8Array | { readonly buffer: Uint8Array }): Buffer {
  return Buffer.from(stored instanceof Uint8Array ? stored : stored.buffer);
}

/** How an offer names a credential and where its bytes are; undefined for what hubs do not take. */
export function carryCredential(
  badge: Pick<BadgeDoc, 'original' | 'credentialKey' | 'version' | 'issuedOn'>,
  { offer, origin }: { readonly offer: string; readonly origin: string },
): OfferedCredential | undefined {
  const bytes = bytesToSend(badge);
  const [issuer, id] = JSON.parse(badge.credentialKey) as [string, string];
  if (bytes.length > MOST_BYTES || issuer.length > LONGEST_ID || id.length > LONGEST_ID) {
    return undefined;
  }
  const family = badge.version === 'V3_0' ? 'ob3' : 'ob2';
  const isSigned = isCompactJws(bytes.toString('utf8').trim());
  const signedForm = family === 'ob3' ? 'jwt' : 'jws';
  const whereabouts =
    bytes.length <= INLINE_BYTES
      ? { inline: bytes.toString('base64url') }
      : { href: `${origin}${HUB_PATHS.offers}/${offer}/credential` };
  return {
    id,
    issuer,
    format: `${family}-${isSigned ? signedForm : 'json'}`,
    ...(badge.issuedOn && { validFrom: badge.issuedOn.toISOString() }),
    digest: digestOf(bytes),
    size: bytes.length,
    ...whereabouts,
  };
}
