import { Refusal } from '../../src/errors.js';
import type { Visibility } from '../../src/graphql/index.js';
import { forgetGrantsOf } from './grant-collection.js';
import type { Accounts } from '../ports.js';
import { collectionModel } from './collection.model.js';
import type { CollectionDoc } from './collection.model.js';
import { editCollection } from './edit-collection.js';
import type { EditTarget } from './edit-collection.js';
import type { CollectionDeps, Edit } from './write-changes.js';

const MAX_NAME_CHARACTERS = 200;
const MAX_DESCRIPTION_CHARACTERS = 10_000;

/** What its owner says about a collection; what is undefined stays as it is, null takes it away. */
export interface CollectionDescription {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly visibility?: Visibility | null | undefined;
}

export interface CreateCollectionDeps extends CollectionDeps {
  readonly accounts: Accounts;
}

/** @throws Refusal BAD_INPUT without a usable name; UNAUTHENTICATED when her account is gone */
export async function createCollection(
  owner: string,
  input: CollectionDescription,
  { database, clock, ids, accounts }: CreateCollectionDeps,
): Promise<CollectionDoc> {
  const now = clock.now();
  const description = checkedDescription(input.description);
  const collection: CollectionDoc = {
    _id: ids.make('col'),
    owner,
    name: checkedName(input.name ?? ''),
    ...(typeof description === 'string' && { description }),
    visibility: input.visibility ?? 'PRIVATE',
    rev: 0,
    ownerRev: 0,
    epoch: ids.make('ep'),
    badges: [],
    createdAt: now,
    updatedAt: now,
  };
  await database.transaction(async (session) => {
    await accounts.holdAccount(owner, session);
    await database.model(collectionModel).create([collection], { session });
  });
  return collection;
}

/**
 * Renames, describes or shares a collection. Making it private starts a new epoch of its log, so that
 * private history is never replayed to anybody.
 * @throws Refusal NOT_FOUND, EDIT_CONFLICT, BAD_INPUT
 */
export async function updateCollection(
  target: EditTarget,
  input: CollectionDescription,
  deps: CollectionDeps,
): Promise<CollectionDoc> {
  return editCollection(target, deps, (before) => {
    const name =
      input.name === undefined || input.name === null ? before.name : checkedName(input.name);
    const description =
      input.description === undefined
        ? before.description
        : (checkedDescription(input.description) ?? undefined);
    const visibility = input.visibility ?? before.visibility;
    const same =
      name === before.name &&
      (description ?? '') === (before.description ?? '') &&
      visibility === before.visibility;
    if (same) return Promise.resolve(undefined);
    const turnsPrivate = visibility === 'PRIVATE' && before.visibility !== 'PRIVATE';
    return Promise.resolve({
      set: {
        name,
        description: description ?? '',
        visibility,
        ...(turnsPrivate && { epoch: deps.ids.make('ep') }),
      },
      change: { kind: 'META' },
    });
  });
}

/** Leaves a stump without content, and tells displayers. @throws Refusal NOT_FOUND */
export async function deleteCollection(target: EditTarget, deps: CollectionDeps): Promise<void> {
  await editCollection(target, deps, async (before, session) => {
    await forgetGrantsOf(before._id, deps, session);
    return asDeleted(deps);
  });
}

/** What is left of a deleted collection: a stump without content. */
export function asDeleted({ ids, clock }: Pick<CollectionDeps, 'ids' | 'clock'>): Omit<Edit, 'by'> {
  return {
    set: {
      name: 'deleted',
      description: '',
      visibility: 'PRIVATE',
      badges: [],
      displayers: [],
      epoch: ids.make('ep'),
      deletedAt: clock.now(),
    },
    change: { kind: 'META' },
  };
}

function checkedName(name: string): string {
  const clean = name.trim().normalize('NFC');
  if (clean.length >= 1 && clean.length <= MAX_NAME_CHARACTERS && !/\p{Cc}/u.test(clean))
    return clean;
  throw new Refusal(
    'BAD_INPUT',
    `name has to be 1 to ${String(MAX_NAME_CHARACTERS)} characters, without control characters.`,
    { field: 'input.name' },
  );
}

function checkedDescription(description: string | null | undefined): string | null {
  if (description === undefined || description === null) return null;
  if (description.length <= MAX_DESCRIPTION_CHARACTERS && !description.includes('\0')) {
    return description;
  }
  throw new Refusal(
    'BAD_INPUT',
    `description has to be at most ${String(MAX_DESCRIPTION_CHARACTERS)} characters, without NUL.`,
    { field: 'input.description' },
  );
}
