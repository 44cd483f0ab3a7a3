import { randomToken, sha256Hex } from '../../../src/runtime/index.js';
import type { Clock, Ids, Visitor } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { sessionModel } from './session.model.js';
import type { SignedInBy } from './session.model.js';

const DAY_MS = 86_400_000;

/** How long a session lives: in any case, and when nobody uses it. */
export interface SessionLimits {
  readonly sessionDays: number;
  readonly sessionIdleDays: number;
}

export interface OpenSessionDeps extends SessionLimits {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface OpenedSession {
  /** Opaque; the hub keeps only its hash. */
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly earner: string;
}

/** Signs an earner in, whatever proved that it is her. The token is always a fresh one. */
export async function openSession(
  earner: string,
  how: { readonly visitor?: Visitor | undefined; readonly provider?: SignedInBy | undefined },
  { database, clock, ids, sessionDays, sessionIdleDays }: OpenSessionDeps,
  session: Session,
): Promise<OpenedSession> {
  const now = clock.now();
  const endsAt = new Date(now.getTime() + sessionDays * DAY_MS);
  const expiresAt = idleEnd(now, endsAt, sessionIdleDays);
  const accessToken = randomToken();
  await database.model(sessionModel).create(
    [
      {
        _id: sha256Hex(accessToken),
        publicId: ids.make('ses'),
        earner,
        createdAt: now,
        lastUsedAt: now,
        expiresAt,
        endsAt,
        ...(how.visitor && { device: how.visitor.device, address: how.visitor.address }),
        ...(how.provider && { provider: how.provider }),
      },
    ],
    { session },
  );
  return { accessToken, expiresAt, earner };
}

/** When a session that is used now ends unless it is used again. */
export function idleEnd(now: Date, endsAt: Date, sessionIdleDays: number): Date {
  return new Date(Math.min(now.getTime() + sessionIdleDays * DAY_MS, endsAt.getTime()));
}
