import { Refusal } from '../../../src/errors.js';
import { credentialKey } from '../../../src/openbadges/index.js';
import type { Session } from '../../../src/store/index.js';
import { badgeModel } from '../badge.model.js';
import type { BadgeDoc } from '../badge.model.js';
import { sendBadge, sendOver } from './send-badge.js';
import type { SendBadgeDeps } from './send-badge.js';

/** All badges of one issuer, or of one badge class. */
export interface Kind {
  readonly issuer?: string | undefined;
  readonly badgeClass?: string | undefined;
}

/**
 * From now on every badge of this kind that becomes hers goes over the link; those she has go at once.
 * Saying it again sends what is left over from a first time that was cut short.
 * @returns how many badges of the kind she has
 * @throws Refusal NOT_FOUND, BAD_INPUT when it names no kind, or two, or when there are too many rules
 */
export async function sendAllOfAKind(
  earner: string,
  link: string,
  { issuer, badgeClass }: Kind,
  deps: SendBadgeDeps,
): Promise<number> {
  if ((issuer === undefined) === (badgeClass === undefined)) {
    throw new Refusal('BAD_INPUT', 'Either issuer or badgeClass has to be given.');
  }
  const { database, clock, ids, links } = deps;
  const rule = {
    id: ids.make('rul'),
    since: clock.now(),
    ...(issuer !== undefined && { issuer }),
    ...(badgeClass !== undefined && { badgeClass }),
  };
  await database.transaction((session) => links.addRule(earner, link, rule, session));
  const ofTheKind = {
    ...(issuer !== undefined && { credentialKey: keysOfIssuer(issuer) }),
    ...(badgeClass !== undefined && { badgeClass }),
  };
  const held = await database
    .model(badgeModel)
    .find({ earner, ...ofTheKind }, { _id: 1 })
    .sort({ acceptedAt: 1 })
    .lean();
  for (const { _id: badge } of held) {
    // One that is too large stays here, and the others go.
    await sendBadge(earner, { badge, link }, deps).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.code !== 'TOO_LARGE') throw error;
    });
  }
  return held.length;
}

/**
 * A badge has just become hers, in this transaction: it goes over every link that a rule says. One that is
 * too large is hers all the same.
 */
export async function sendByRule(
  badge: BadgeDoc,
  { issuer }: { readonly issuer: string },
  deps: SendBadgeDeps,
  session: Session,
): Promise<void> {
  const { earner, badgeClass } = badge;
  const due = await deps.links.sendingByRule(earner, { issuer, badgeClass }, session);
  for (const { id } of due) {
    const open = await deps.links.holdSending(earner, id, session);
    if (open !== null) await sendOver(open, badge, deps, session);
  }
}

/** Badges are keyed by issuer first. */
function keysOfIssuer(issuer: string): { readonly $gte: string; readonly $lt: string } {
  const start = credentialKey({ issuer: { id: issuer, name: '' }, id: '' }).slice(0, -'""]'.length);
  return { $gte: start, $lt: `${start}\uffff` };
}
