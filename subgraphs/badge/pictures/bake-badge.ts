import { Refusal } from '../../../src/errors.js';
import { bake } from '../../../src/openbadges/index.js';
import type { Principal } from '../../../src/runtime/index.js';
import type { Database } from '../../../src/store/index.js';
import type { SharedBadges } from '../../ports.js';
import { badgeModel } from '../badge.model.js';
import type { BadgeDoc } from '../badge.model.js';
import { mayReadCredential } from '../may-read-credential.js';
import { textOf } from '../read-original.js';
import { badgeVisibility } from '../visible-badges.js';
import type { Picture } from './picture.js';
import { placeholder } from './placeholder.js';
import { readImage } from './read-image.js';

export interface BakeBadgeDeps {
  readonly database: Database;
  readonly shared: SharedBadges;
}

/** A picture as a file, named after its badge. */
export interface BadgeFile extends Picture {
  readonly name: string;
}

const FIELDS = [
  'name',
  'earner',
  'original',
  'picture',
  'publishesRecipient',
  'revealRecipient',
] as const satisfies readonly (keyof BadgeDoc)[];

type Row = Pick<BadgeDoc, (typeof FIELDS)[number]>;

/**
 * The picture of a badge with its credential baked in; the plain picture for whom the credential is not.
 * Null for a badge this principal may not see exactly as for none.
 */
export async function bakeBadge(
  principal: Principal,
  id: string,
  deps: BakeBadgeDeps,
): Promise<BadgeFile | null> {
  const { database, shared } = deps;
  const visible = await badgeVisibility(database, shared).visibleBadges(principal, [id]);
  if (!visible.has(id)) return null;
  const badge = await readBadge(id, deps);
  if (badge === null) return null;
  const { name } = badge;
  const { plain, grounds } = await picturesOf(badge, deps);
  const text = mayReadCredential(principal, badge) ? textOf(badge.original) : undefined;
  const baked = text === undefined ? undefined : bakeIntoFirst(grounds, text);
  return { name, ...(baked ?? plain) };
}

function readBadge(id: string, { database }: BakeBadgeDeps): Promise<Row | null> {
  const projection = Object.fromEntries(FIELDS.map((field) => [field, 1]));
  return database
    .model(badgeModel)
    .collection.findOne<Row>({ _id: id as never }, { projection, promoteBuffers: true });
}

/** What is shown without a credential, and what one may be baked into, best first. */
async function picturesOf(
  { picture }: Row,
  deps: BakeBadgeDeps,
): Promise<{ readonly plain: Picture; readonly grounds: readonly Picture[] }> {
  const fields = ['format', 'original', 'shown', 'renditions.LARGE'] as const;
  const image = picture === undefined ? null : await readImage(picture, fields, deps);
  if (image === null) {
    const ours = await placeholder('LARGE');
    return { plain: ours, grounds: [ours] };
  }
  const { format, original, shown = original, renditions } = image;
  return {
    plain: { format, bytes: shown },
    grounds: [
      { format, bytes: original },
      { format: 'png', bytes: renditions.LARGE },
    ],
  };
}

function bakeIntoFirst(grounds: readonly Picture[], text: string): Picture | undefined {
  for (const { format, bytes } of grounds) {
    try {
      return { format, bytes: bake(bytes, text) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return undefined;
}
