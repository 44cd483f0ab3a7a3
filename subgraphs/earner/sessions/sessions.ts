import { sha256Hex } from '../../../src/runtime/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import { sessionModel } from './session.model.js';

export interface ResolvedSession {
  readonly earner: string;
  readonly session: string;
  readonly expiresAt: Date;
}

/** Whose access token is this? Null when it ended, was revoked or never was one of ours. */
export async function resolveSession(
  accessToken: string,
  deps: { readonly database: Database; readonly clock: Clock },
): Promise<ResolvedSession | null> {
  const found = await deps.database
    .model(sessionModel)
    .findOne({ _id: sha256Hex(accessToken), expiresAt: { $gt: deps.clock.now() } })
    .lean();
  if (found === null) return null;
  return { earner: found.earner, session: found.publicId, expiresAt: found.expiresAt };
}

/** Ends a session: its token is dead for the gateway within the five seconds it remembers tokens. */
export async function signOut(
  session: string,
  deps: { readonly database: Database },
): Promise<void> {
  await deps.database.model(sessionModel).deleteOne({ publicId: session });
}
