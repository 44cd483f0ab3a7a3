import { normalizeAddress } from '../../../src/openbadges/index.js';
import type { Database } from '../../../src/store/index.js';
import { addressModel } from '../addresses/address.model.js';
import { earnerModel } from './earner.model.js';

/**
 * The earner with this verified address, if she lets displayers find her. The same two questions are
 * asked of the database for an address nobody has, so that time tells nothing either.
 */
export async function findByEmail(
  email: string,
  { database }: { readonly database: Database },
): Promise<string | null> {
  const address = await database
    .model(addressModel)
    .findById(normalizeAddress(email), { earner: 1 })
    .lean();
  const found = await database
    .model(earnerModel)
    .findOne({ _id: address?.earner ?? 'nobody', emailDiscovery: true }, { _id: 1 })
    .lean();
  return found?._id ?? null;
}
