import { Refusal } from '../../../src/errors.js';
import type { Session } from '../../../src/store/index.js';
import type { LinkDeps } from './link-deps.js';
import { linkModel } from './link.model.js';
import type { LinkDoc, SendingRule } from './link.model.js';

const MOST = 50;

/** Her open links, the newest first. */
export function openLinksOf(
  earner: string,
  { database }: Pick<LinkDeps, 'database'>,
): Promise<readonly LinkDoc[]> {
  return database
    .model(linkModel)
    .find({ earner, state: 'OPEN' })
    .sort({ since: -1, _id: 1 })
    .lean<LinkDoc[]>();
}

/**
 * What of this issuer comes over the link is accepted at once when it is VALID and hers.
 * @throws Refusal NOT_FOUND, BAD_INPUT when there are 50 such issuers already
 */
export async function acceptFrom(
  {
    earner,
    link,
    issuer,
  }: { readonly earner: string; readonly link: string; readonly issuer: string },
  deps: LinkDeps,
): Promise<LinkDoc> {
  const which = { _id: link, earner, direction: 'RECEIVES', state: 'OPEN' } as const;
  return changed(which, 'acceptsFrom', { $addToSet: { acceptsFrom: issuer } }, deps);
}

/** @throws Refusal NOT_FOUND */
export async function stopAcceptingFrom(
  {
    earner,
    link,
    issuer,
  }: { readonly earner: string; readonly link: string; readonly issuer: string },
  { database }: LinkDeps,
): Promise<LinkDoc> {
  const which = { _id: link, earner, direction: 'RECEIVES', state: 'OPEN' } as const;
  return found(
    await database
      .model(linkModel)
      .findOneAndUpdate(which, { $pull: { acceptsFrom: issuer } }, { returnDocument: 'after' })
      .lean<LinkDoc>(),
  );
}

/**
 * From now on every badge of this kind goes over the link by itself.
 * @throws Refusal NOT_FOUND, BAD_INPUT when there are 50 rules already
 */
export async function addRule(
  earner: string,
  link: string,
  rule: SendingRule,
  deps: Pick<LinkDeps, 'database'>,
  session: Session,
): Promise<void> {
  const { issuer, badgeClass } = rule;
  const which = { _id: link, earner, direction: 'SENDS', state: 'OPEN' } as const;
  const links = deps.database.model(linkModel);
  // One of the two is absent, and `null` stands for that.
  const same = {
    rules: { $elemMatch: { issuer: issuer ?? null, badgeClass: badgeClass ?? null } },
  };
  if ((await links.exists({ ...which, ...same }).session(session)) !== null) return;
  await changed(which, 'rules', { $push: { rules: rule } }, deps, session);
}

/** What went over it stays there. @throws Refusal NOT_FOUND */
export async function removeRule(
  { earner, link, rule }: { readonly earner: string; readonly link: string; readonly rule: string },
  { database }: LinkDeps,
): Promise<LinkDoc> {
  return found(
    await database
      .model(linkModel)
      .findOneAndUpdate(
        { _id: link, earner, state: 'OPEN', 'rules.id': rule },
        { $pull: { rules: { id: rule } } },
        { returnDocument: 'after' },
      )
      .lean<LinkDoc>(),
  );
}

async function changed(
  which: object,
  list: 'acceptsFrom' | 'rules',
  change: object,
  { database }: Pick<LinkDeps, 'database'>,
  session: Session | null = null,
): Promise<LinkDoc> {
  const links = database.model(linkModel);
  const link = await links
    .findOneAndUpdate({ ...which, [`${list}.${String(MOST - 1)}`]: { $exists: false } }, change, {
      session,
      returnDocument: 'after',
    })
    .lean<LinkDoc>();
  if (link !== null) return link;
  if ((await links.exists(which).session(session)) === null) throw new Refusal('NOT_FOUND');
  throw new Refusal('BAD_INPUT', `A link has at most ${String(MOST)} of them.`);
}

function found(link: LinkDoc | null): LinkDoc {
  if (link === null) throw new Refusal('NOT_FOUND');
  return link;
}
