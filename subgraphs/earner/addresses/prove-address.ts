import type { Database, Session } from '../../../src/store/index.js';
import { addressModel } from './address.model.js';
import type { AddressDoc } from './address.model.js';

/** Whoever tries to be known under more spellings of one address than this is known under no further one. */
const MOST_SPELLINGS = 20;

export interface ProvedAddress {
  /** Normalised. */
  readonly address: string;
  readonly typed: string;
}

/** Who has this address; a spelling of it that is new is remembered. Null when nobody has. */
export async function ownerOf(
  { address, typed }: ProvedAddress,
  { database }: { readonly database: Database },
  session: Session,
): Promise<string | null> {
  const addresses = database.model(addressModel);
  const known = await addresses.findById(address, null, { session }).lean<AddressDoc>();
  if (known === null) return null;
  const { spellings = [] } = known;
  const isNew = typed !== known.typed && !spellings.includes(typed);
  if (isNew && spellings.length < MOST_SPELLINGS) {
    await addresses.updateOne({ _id: address }, { $addToSet: { spellings: typed } }, { session });
  }
  return known.earner;
}

/** Gives an address that nobody has to this earner; the first one is her primary one. */
export async function giveAddress(
  earner: string,
  { address, typed }: ProvedAddress,
  { at, primary }: { readonly at: Date; readonly primary: boolean },
  { database }: { readonly database: Database },
  session: Session,
): Promise<void> {
  await database
    .model(addressModel)
    .create([{ _id: address, earner, typed, verifiedAt: at, primary }], { session });
}
