import { Refusal } from '../errors.js';
import type { Database, Session } from './database.js';
import { defineModel } from './define-model.js';

/**
 * One privileged act. Owner: src/store. Written once, in the transaction of the act; no code changes or
 * deletes one.
 */
export interface AuditDoc {
  readonly _id: string;
  readonly at: Date;
  /** The operator or earner who did it; `worker` for what the hub does by itself. */
  readonly by: string;
  /** What was done, as the mutation is called. */
  readonly action: string;
  /** What it was done to: an id or a name, never an address or a secret. */
  readonly on: string;
  readonly details?: string;
}

export const auditModel = defineModel<AuditDoc>(
  'audit',
  {
    _id: String,
    at: { type: Date, required: true },
    by: { type: String, required: true },
    action: { type: String, required: true },
    on: { type: String, required: true },
    details: String,
  },
  [{ name: 'audit_in_order', on: { at: -1, _id: -1 } }],
);

/** A privileged act, before it is done. */
type Act = Omit<AuditDoc, '_id' | 'at'>;

interface AuditDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
  readonly ids: { make(prefix: string): string };
}

/**
 * Does a privileged act and notes it, in one transaction.
 * @throws Refusal NOT_FOUND when it met nothing
 */
export async function audited(
  act: Act,
  { database, clock, ids }: AuditDeps,
  work: (session: Session) => Promise<boolean>,
): Promise<void> {
  const entry = { _id: ids.make('aud'), at: clock.now(), ...act };
  await database.transaction(async (session) => {
    if (!(await work(session))) throw new Refusal('NOT_FOUND');
    await database.model(auditModel).create([entry], { session });
  });
}

/** What was done, the newest first. */
export async function readAudit(
  database: Database,
  { behind, limit }: { readonly behind: object; readonly limit: number },
): Promise<readonly AuditDoc[]> {
  return database
    .model(auditModel)
    .find(behind)
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<AuditDoc[]>();
}
