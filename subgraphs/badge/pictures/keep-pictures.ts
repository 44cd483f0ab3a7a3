import type { FoundPicture } from '../../../src/openbadges/index.js';
import { keyedHex } from '../../../src/runtime/index.js';
import type { Clock, Log } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import { badgeModel } from '../badge.model.js';
import { issuerModel } from '../issuer.model.js';
import { OFFER_LIFETIME_MS } from '../offer.model.js';
import { imageModel } from './image.model.js';
import { renderPicture } from './render-picture.js';

export interface KeepPicturesDeps {
  readonly database: Database;
  /** Makes the ids of pictures. */
  readonly imageKey: Uint8Array;
  readonly log: Pick<Log, 'warn'>;
}

/** Ids of stored pictures; what has none is shown with a picture of our own. */
export interface KeptPictures {
  readonly picture?: string;
  readonly issuerPicture?: string;
}

const FOREVER = new Date('9999-12-31T00:00:00Z');
/** An offer may be accepted in its last second. */
const GRACE_MS = 86_400_000;

/**
 * Stores the pictures that came with a badge, for as long as its offer may be accepted. One that is there
 * already is not drawn again; one that cannot be drawn is left out, and never in the way of its badge.
 */
export async function keepPictures(
  found: readonly FoundPicture[],
  offerEnds: Date,
  deps: KeepPicturesDeps,
): Promise<KeptPictures> {
  const expiresAt = new Date(offerEnds.getTime() + GRACE_MS);
  const idOf = async (of: FoundPicture['of']): Promise<string | undefined> => {
    const picture = found.find((one) => one.of === of);
    return picture && keepPicture(picture, expiresAt, deps);
  };
  const [picture, issuerPicture] = [await idOf('badge'), await idOf('issuer')];
  return {
    ...(picture !== undefined && { picture }),
    ...(issuerPicture !== undefined && { issuerPicture }),
  };
}

async function keepPicture(
  found: FoundPicture,
  expiresAt: Date,
  { database, imageKey, log }: KeepPicturesDeps,
): Promise<string | undefined> {
  const images = database.model(imageModel);
  const { look, bytes } = found;
  const _id = `img_${keyedHex(imageKey, look.digest).slice(0, 40)}`;
  const longer = { $max: { expiresAt } };
  const { matchedCount } = await images.updateOne({ _id }, longer);
  if (matchedCount === 1) return _id;

  const rendered = await renderPicture(found).catch((err: unknown) => {
    log.warn({ err, format: look.format }, 'a picture cannot be drawn and is left out');
  });
  if (!rendered) return undefined;
  const { format, width, height } = look;
  const { shown, renditions } = rendered;
  const image = {
    format,
    width,
    height,
    original: Buffer.from(bytes),
    ...(shown && { shown: Buffer.from(shown) }),
    renditions,
  };
  await images.updateOne({ _id }, { $setOnInsert: image, ...longer }, { upsert: true });
  return _id;
}

/**
 * Keeps a picture for a badge or an issuer of ours. Undefined when it is not there any more, and so for
 * none.
 */
export async function keepForGood(
  picture: string | undefined,
  { database }: { readonly database: Database },
  session: Session,
): Promise<string | undefined> {
  if (picture === undefined) return undefined;
  const { matchedCount } = await database
    .model(imageModel)
    .updateOne({ _id: picture }, { $max: { expiresAt: FOREVER }, $inc: { holds: 1 } }, { session });
  return matchedCount === 1 ? picture : undefined;
}

/**
 * A badge with this picture is gone, and the picture may hold what was baked into it for its earner. When
 * nothing else shows it, it stays only until the last offer that may have it has ended.
 */
export async function letGoOf(
  picture: string,
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  session: Session,
): Promise<void> {
  const badge = await database.model(badgeModel).exists({ picture }).session(session);
  const issuer = await database.model(issuerModel).exists({ picture }).session(session);
  if (badge !== null || issuer !== null) return;
  const expiresAt = new Date(clock.now().getTime() + OFFER_LIFETIME_MS + GRACE_MS);
  await database
    .model(imageModel)
    .updateOne({ _id: picture }, { $set: { expiresAt } }, { session });
}
