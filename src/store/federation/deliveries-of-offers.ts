import type { Database } from '../database.js';
import { deliveryModel } from './delivery.model.js';
import type { DeliveryDoc } from './delivery.model.js';

/** What became of the message that offers a badge at another hub. */
export type OfferDelivery = Pick<DeliveryDoc, 'state' | 'since'>;

/** By the id of the offer; absent for one whose message has no place in a stream yet. */
export async function deliveriesOfOffers(
  offers: readonly string[],
  database: Database,
): Promise<ReadonlyMap<string, OfferDelivery>> {
  const found = await database
    .model(deliveryModel)
    .find(
      { 'said.payload.offer': { $in: [...offers] }, 'said.type': 'badge-offered' },
      { 'said.payload.offer': 1, state: 1, since: 1 },
    )
    // The last message about an offer is the one that counts.
    .sort({ createdAt: 1, _id: 1 })
    .lean<Pick<DeliveryDoc, 'said' | 'state' | 'since'>[]>();
  return new Map(
    found.flatMap(({ said, state, since }) =>
      'offer' in said.payload ? [[said.payload.offer, { state, since }]] : [],
    ),
  );
}
