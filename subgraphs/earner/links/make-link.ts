import { Refusal } from '../../../src/errors.js';
import { holdAccount } from '../account/hold-account.js';
import { closeLinks } from './close-link.js';
import type { LinkDeps } from './link-deps.js';
import { linkModel } from './link.model.js';
import type { LinkDoc } from './link.model.js';

const PROMISE_MS = 600_000;
const MOST_ISSUERS = 50;

/** What a hub learns of the link it may deliver over (federation.md 2.8): two random names. */
export type NamedLink = Pick<LinkDoc, 'name' | 'deliveryAddress'>;

/**
 * The receiving side, first step: on the consent page she allowed this hub to deliver. It counts once the
 * hub comes for it.
 */
export async function promiseLink(
  { earner, peer }: Pick<LinkDoc, 'earner' | 'peer'>,
  acceptsFrom: readonly string[],
  deps: LinkDeps,
): Promise<void> {
  const { database, clock, ids } = deps;
  const links = database.model(linkModel);
  const now = clock.now();
  const name = ids.make('lnk');
  await database.transaction(async (session) => {
    await holdAccount(earner, deps, session);
    await links.deleteMany({ earner, peer, state: 'PROMISED' }, { session });
    const promised: LinkDoc = {
      _id: name,
      earner,
      peer,
      direction: 'RECEIVES',
      name,
      deliveryAddress: ids.make('rcp'),
      state: 'PROMISED',
      since: now,
      acceptsFrom: [...new Set(acceptsFrom)].slice(0, MOST_ISSUERS),
      rules: [],
      expiresAt: new Date(now.getTime() + PROMISE_MS),
    };
    await links.create([promised], { session });
  });
}

/**
 * Second step: the hub comes for what she allowed, once. Its delivery address is a new one; the one before
 * is dead. Null when she allowed nothing, or too long ago.
 */
export async function redeemLink(
  { earner, peer }: Pick<LinkDoc, 'earner' | 'peer'>,
  deps: LinkDeps,
): Promise<NamedLink | null> {
  const { database, clock } = deps;
  return database.transaction(async (session) => {
    const links = database.model(linkModel);
    const now = clock.now();
    const promised = await links
      .findOne({ earner, peer, state: 'PROMISED', expiresAt: { $gt: now } }, null, { session })
      .lean<LinkDoc>();
    if (promised === null) return null;
    await closeLinks({ earner, peer, direction: 'RECEIVES' }, deps, session);
    const { _id, name, deliveryAddress } = promised;
    const open = { $set: { state: 'OPEN', since: now }, $unset: { expiresAt: 1 } } as const;
    await links.updateOne({ _id, state: 'PROMISED' }, open, { session });
    return { name, deliveryAddress };
  });
}

/**
 * The sending side: another hub lets this one deliver to her backpack there. A link that was there before
 * is closed, and its rules with it.
 * @throws Refusal BAD_INPUT when the other hub names a link it named before
 */
export async function keepLink(
  { earner, peer, name, deliveryAddress }: NamedLink & Pick<LinkDoc, 'earner' | 'peer'>,
  deps: LinkDeps,
): Promise<string> {
  const { database, clock, ids } = deps;
  const links = database.model(linkModel);
  const _id = ids.make('lnk');
  const direction = 'SENDS';
  await database.transaction(async (session) => {
    // A name that is there already would be a link of somebody else, or one that is closed.
    if ((await links.exists({ peer, direction, name }).session(session)) !== null)
      throw new Refusal('BAD_INPUT', 'The other hub named a link that is known already.');
    await holdAccount(earner, deps, session);
    await closeLinks({ earner, peer, direction }, deps, session);
    const link: LinkDoc = {
      _id,
      earner,
      peer,
      direction,
      name,
      deliveryAddress,
      state: 'OPEN',
      since: clock.now(),
      acceptsFrom: [],
      rules: [],
    };
    await links.create([link], { session });
  });
  return _id;
}
