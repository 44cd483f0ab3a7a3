import type { Credential } from '../../src/openbadges/index.js';
import { keyedHex } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import { issuerModel } from './issuer.model.js';

/**
 * Stores who issued a badge and returns the issuer's id. Only a profile that belongs to a VALID badge was
 * read from the issuer itself and may change what the hub says of it; any other gets an id of its own.
 * Ids are keyed: who knows a profile could else ask whether somebody here has a badge with it.
 */
export async function keepIssuer(
  { issuer }: Credential,
  proven: boolean,
  now: Date,
  { database, issuerKey }: { readonly database: Database; readonly issuerKey: Uint8Array },
  session: Session,
): Promise<string> {
  const identity = proven ? issuer.id : `unproven ${JSON.stringify(issuer)}`;
  const id = `iss_${keyedHex(issuerKey, identity).slice(0, 40)}`;
  const { name, url, description, email } = issuer;
  await database
    .model(issuerModel)
    .replaceOne(
      { _id: id },
      { profile: issuer.id, name, url, description, email, updatedAt: now },
      { upsert: true, session },
    );
  return id;
}
