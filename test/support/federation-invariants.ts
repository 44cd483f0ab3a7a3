import { expect } from '@jest/globals';
import { deliveryModel, ensureIndexes, fedEventModel, peerModel } from '../../src/store/index.js';
import type { Database } from '../../src/store/index.js';

/**
 * What is true of a hub that has nothing more to say: the receivers have everything, nothing waits that
 * could be sent, no place in a stream is empty or taken twice, and the indexes this rests on are there.
 * @throws when it is not
 */
export async function expectFederationInvariants(
  database: Database,
  { now, peers }: { readonly now: Date; readonly peers?: readonly string[] },
): Promise<void> {
  await ensureIndexes(database, [deliveryModel, fedEventModel, peerModel] as never);
  const which = peers === undefined ? {} : { _id: { $in: [...peers] } };
  for (const { _id: peer, out, breaker } of await database.model(peerModel).find(which).lean()) {
    const { epoch, head, acked, oldest } = out;
    const rows = await database.model(deliveryModel).find({ peer }).sort({ seq: 1 }).lean();
    const places = rows
      .filter((row) => row.epoch === epoch)
      .flatMap(({ seq }) => (seq === undefined || seq < oldest ? [] : [seq]));
    const expected = Array.from({ length: head - oldest + 1 }, (_, at) => oldest + at);
    expect({ peer, places }).toEqual({ peer, places: expected });
    const waiting = rows.filter(({ state }) => state === 'READY');
    if (breaker.probeAt !== undefined && breaker.probeAt > now) continue;
    expect({ peer, waiting: waiting.length }).toEqual({ peer, waiting: 0 });
    expect({ peer, acked }).toEqual({ peer, acked: head });
  }
}
