import { isObject } from '../../openbadges/index.js';
import { decodePart } from './decode-part.js';
import { CLOCK_WINDOW_SECONDS, secondsOf, verifiedPayload } from './envelope.js';
import type { HubKeys, PublicJwk } from './jwks.js';
import { publicJwk, thumbprintOf } from './jwks.js';
import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';
import type { SigningKey } from './signing-key.js';
import { publicHalf, signStatement } from './signing-key.js';
import { parseStrictJson } from './strict-json.js';

interface Recovery {
  readonly iss: string;
  readonly kids: readonly string[];
  readonly iat: number;
}

interface RecoveryHeader {
  readonly alg: 'Ed25519' | 'ES256';
  readonly kid: string;
  readonly jwk: PublicJwk;
}

/** Whoever takes a domain over may have kept an old statement: it ends with what a sender keeps. */
const RECOVERY_LASTS_SECONDS = 30 * 24 * 60 * 60;

/**
 * Signed with the recovery key, which lies offline: these are the keys of the hub. The public half goes
 * along, because peers know nothing of it but its thumbprint.
 */
export function signRecovery(
  {
    hub,
    kids,
    now,
  }: { readonly hub: string; readonly kids: readonly string[]; readonly now: Date },
  key: SigningKey,
): Promise<string> {
  const statement: Recovery = { iss: hub, kids, iat: secondsOf(now) };
  return signStatement(statement, key, 'bf-recovery+jwt', { jwk: publicHalf(key, 'active').jwk });
}

/**
 * Did the recovery key that was pinned at first contact name every key of this set (BFP/1, 2.2)? A set
 * that holds one more is not vouched for. Never throws.
 */
export async function verifyRecovery({
  keys,
  hub,
  recoveryThumbprint,
  now,
}: {
  readonly keys: HubKeys;
  readonly hub: string;
  readonly recoveryThumbprint: string | undefined;
  readonly now: Date;
}): Promise<boolean> {
  if (keys.recovery === undefined || recoveryThumbprint === undefined) return false;
  try {
    const { iss, kids, iat } = await openRecovery(keys.recovery, recoveryThumbprint);
    const age = secondsOf(now) - iat;
    return (
      iss === hub &&
      age >= -CLOCK_WINDOW_SECONDS.future &&
      age <= RECOVERY_LASTS_SECONDS &&
      keys.keys.every(({ kid }) => kids.includes(kid))
    );
  } catch (error) {
    if (error instanceof MessageRefused) return false;
    throw error;
  }
}

/** @throws MessageRefused */
async function openRecovery(compact: string, thumbprint: string): Promise<Recovery> {
  const [header = ''] = compact.split('.');
  const json = parseStrictJson(decodePart(header));
  if (!isObject(json) || !hasShape('recovery-header', json)) throw new MessageRefused('bad-header');
  const { alg, kid, jwk } = json as unknown as RecoveryHeader;
  if (kid !== thumbprint || thumbprintOf(jwk) !== thumbprint) {
    throw new MessageRefused('unfit-key');
  }
  const payload = await verifiedPayload(compact, { alg, jwk: publicJwk(jwk) });
  const statement = parseStrictJson(payload);
  if (!hasShape('recovery', statement)) throw new MessageRefused('bad-claims');
  return statement as unknown as Recovery;
}
