import type { Database } from '../../../src/store/index.js';
import type { EarnerAddresses } from '../../ports.js';
import { earnerModel } from './earner.model.js';
import type { EarnerDoc } from './earner.model.js';
import { linkModel } from '../links/link.model.js';
import { addressModel } from '../addresses/address.model.js';

/** What other subgraphs may read of an earner. */
export function earnerReader(database: Database): EarnerAddresses {
  return {
    async verifiedAddressesOf(earner) {
      const found = await database
        .model(addressModel)
        .find({ earner }, { typed: 1, spellings: 1 })
        .lean();
      return found.flatMap(({ typed, spellings = [] }) => [typed, ...spellings]);
    },
    async deliveryAddressesOf(earner) {
      const found = await database
        .model(linkModel)
        .find({ earner, direction: 'RECEIVES', state: { $ne: 'PROMISED' } }, { deliveryAddress: 1 })
        .lean();
      return found.map(({ deliveryAddress }) => deliveryAddress);
    },
  };
}

/** What she may let an app know of her; null when there is no such account. */
export interface Person {
  readonly displayName?: string;
  readonly locale?: string;
  /** Her primary address, as typed. */
  readonly email?: string;
}

export async function personOf(earner: string, database: Database): Promise<Person | null> {
  const found = await database
    .model(earnerModel)
    .findOne({ _id: earner, mergedInto: { $exists: false } })
    .lean<EarnerDoc>();
  if (found === null) return null;
  const primary = await database.model(addressModel).findOne({ earner, primary: true }).lean();
  return {
    ...(found.displayName !== undefined && { displayName: found.displayName }),
    ...(found.locale !== undefined && { locale: found.locale }),
    ...(primary !== null && { email: primary.typed }),
  };
}
