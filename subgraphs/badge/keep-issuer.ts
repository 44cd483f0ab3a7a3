import type { Credential } from '../../src/openbadges/index.js';
import { keyedHex } from '../../src/runtime/index.js';
import type { Database, Session } from '../../src/store/index.js';
import { issuerModel } from './issuer.model.js';
import { keepForGood } from './pictures/keep-pictures.js';

/** What the hub found out about an issuer when its badge came. */
export interface IssuerFound {
  readonly credential: Credential;
  /** Does the profile belong to a badge that is VALID? */
  readonly proven: boolean;
  /** Id of the stored image of its logo. */
  readonly picture?: string | undefined;
}

/**
 * Stores who issued a badge and returns the issuer's id. Only a profile that belongs to a VALID badge was
 * read from the issuer itself and may change what the hub says of it; any other gets an id of its own.
 * Ids are keyed: who knows a profile could else ask whether somebody here has a badge with it.
 * A logo that could not be had this time stays as it was.
 */
export async function keepIssuer(
  { credential: { issuer }, proven, picture: found }: IssuerFound,
  now: Date,
  { database, issuerKey }: { readonly database: Database; readonly issuerKey: Uint8Array },
  session: Session,
): Promise<string> {
  const identity = proven ? issuer.id : `unproven ${JSON.stringify(issuer)}`;
  const id = `iss_${keyedHex(issuerKey, identity).slice(0, 40)}`;
  const issuers = database.model(issuerModel);
  const before = await issuers.findById(id, { picture: 1 }, { session }).lean();
  const logo = proven ? await keepForGood(found, { database }, session) : undefined;
  const picture = logo ?? (issuer.image === undefined ? undefined : before?.picture);
  const { name, url, description, email } = issuer;
  await issuers.replaceOne(
    { _id: id },
    { profile: issuer.id, name, url, description, email, picture, updatedAt: now },
    { upsert: true, session },
  );
  return id;
}
