import type { NamedCredential } from '../../../src/federation/index.js';
import { credentialKey } from '../../../src/openbadges/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import type { Rechecks } from '../../ports.js';
import { badgeModel } from '../badge.model.js';

/** One badge is held by few; whoever names one that is held by many does not make all of them be asked for. */
const MOST = 100;

/**
 * `badge-status-hint`: somebody says that a badge changed. It is only a reason to ask its issuer soon; what
 * was said is forgotten (federation.md 2.0, the rule of authority). True when there is such a badge here.
 */
export async function statusHinted(
  { id, issuer }: NamedCredential,
  { database, rechecks }: { readonly database: Database; readonly rechecks: Rechecks },
  session: Session,
): Promise<boolean> {
  const key = credentialKey({ id, issuer: { id: issuer, name: '' } });
  const held = await database
    .model(badgeModel)
    .find({ credentialKey: key }, { _id: 1 }, { session })
    .limit(MOST)
    .lean();
  if (held.length === 0) return false;
  await rechecks.soon(
    held.map(({ _id }) => _id),
    session,
  );
  return true;
}
