import type { Database } from '../../../src/store/index.js';
import type { EarnerAddresses } from '../../ports.js';
import { addressModel } from '../addresses/address.model.js';

/** What other subgraphs may read of an earner. */
export function earnerReader(database: Database): EarnerAddresses {
  return {
    async verifiedAddressesOf(earner) {
      const found = await database
        .model(addressModel)
        .find({ earner }, { typed: 1, spellings: 1 })
        .lean();
      return found.flatMap(({ typed, spellings }) => [typed, ...spellings]);
    },
  };
}
