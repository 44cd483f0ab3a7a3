import type { Database, Session } from '../database.js';
import { peerModel } from './peer.model.js';

/** A peer offers more than it may; true once a day. */
export async function noteFlood(
  origin: string,
  now: Date,
  database: Database,
  session: Session,
): Promise<boolean> {
  const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const { modifiedCount } = await database
    .model(peerModel)
    .updateOne(
      { _id: origin, $or: [{ floodedAt: { $exists: false } }, { floodedAt: { $lt: today } }] },
      { $set: { floodedAt: now } },
      { session },
    );
  return modifiedCount === 1;
}
