import { Refusal } from '../../../src/errors.js';
import type { Clock, Ids, KeyRing } from '../../../src/runtime/index.js';
import {
  audited,
  deleteClient,
  limitSettingModel,
  suspendClient,
} from '../../../src/store/index.js';
import type { Database, RateLimit } from '../../../src/store/index.js';
import type { CollectionGrants } from '../../ports.js';
import { earnerModel } from '../account/earner.model.js';
import { addressModel } from '../addresses/address.model.js';
import { endSessionsOf } from '../sessions/sessions.js';

export interface OperatorDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Addresses of the first operators, normalised. */
  readonly operators: readonly string[];
  /** Every limit of the hub as it is configured. */
  readonly limits: readonly RateLimit[];
  readonly keys: KeyRing;
  readonly grants: CollectionGrants;
}

/** Is she an operator, by the configuration or by another operator's word? */
export async function isOperator(
  earner: string,
  { database, operators }: Pick<OperatorDeps, 'database' | 'operators'>,
): Promise<boolean> {
  const appointed = await database.model(earnerModel).exists({ _id: earner, operator: true });
  if (appointed !== null) return true;
  if (operators.length === 0) return false;
  const configured = { earner, _id: { $in: [...operators] } };
  return (await database.model(addressModel).exists(configured)) !== null;
}

/** Stops a client, or lets it go on: from now on no token of it counts, or does again. */
export async function setClientSuspended(
  by: string,
  client: string,
  suspended: boolean,
  deps: OperatorDeps,
): Promise<void> {
  const act = { by, action: suspended ? 'suspendClient' : 'resumeClient', on: client };
  const at = suspended ? deps.clock.now() : undefined;
  await audited(act, deps, (session) => suspendClient(client, at, deps.database, session));
}

/** Deletes somebody's client with all it may do. */
export async function deleteAnyClient(
  by: string,
  client: string,
  deps: OperatorDeps,
): Promise<void> {
  await audited({ by, action: 'deleteClientForHub', on: client }, deps, async (session) => {
    const deleted = await deleteClient({ id: client }, deps.database, session);
    if (deleted) await deps.grants.endEvery(client, session);
    return deleted;
  });
}

/**
 * Makes an earner an operator, or one no more; her sessions end. Those of the configuration stay what
 * they are.
 * @throws Refusal NOT_FOUND
 */
export async function setOperator(
  by: string,
  earner: string,
  operator: boolean,
  deps: OperatorDeps,
): Promise<void> {
  const act = { by, action: operator ? 'appointOperator' : 'dismissOperator', on: earner };
  await audited(act, deps, async (session) => {
    const change = operator ? { $set: { operator: true } } : { $unset: { operator: 1 } };
    const which = { _id: earner, mergedInto: { $exists: false } };
    const { matchedCount } = await deps.database
      .model(earnerModel)
      .updateOne(which, change, { session });
    // What she may do has changed: she signs in anew, with tokens nobody has seen.
    if (matchedCount === 1) await endSessionsOf(earner, deps, session);
    return matchedCount === 1;
  });
}

/** A new key signs from now on; the one before is still published for a week. */
export async function rotateKey(by: string, deps: OperatorDeps): Promise<void> {
  await deps.keys.rotate();
  await audited({ by, action: 'rotateKey', on: 'oauth' }, deps, () => Promise.resolve(true));
}

/**
 * Sets how often something may be done; undefined goes back to the configuration. Counts within 5 s.
 * @throws Refusal NOT_FOUND for a limit there is not; BAD_INPUT for less than one
 */
export async function setLimit(
  by: string,
  name: string,
  uses: number | undefined,
  deps: OperatorDeps,
): Promise<void> {
  if (!deps.limits.some((limit) => limit.name === name)) throw new Refusal('NOT_FOUND');
  if (uses !== undefined && uses < 1) {
    throw new Refusal('BAD_INPUT', 'uses has to be at least 1.', { field: 'uses' });
  }
  const action = uses === undefined ? 'resetLimit' : 'setLimit';
  const details = uses === undefined ? {} : { details: String(uses) };
  await audited({ by, action, on: name, ...details }, deps, async (session) => {
    const settings = deps.database.model(limitSettingModel);
    if (uses === undefined) await settings.deleteOne({ _id: name }, { session });
    else await settings.updateOne({ _id: name }, { $set: { uses } }, { upsert: true, session });
    return true;
  });
}
