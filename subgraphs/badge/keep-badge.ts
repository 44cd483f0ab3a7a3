import { credentialKey, publishesRecipient } from '../../src/openbadges/index.js';
import type { Credential } from '../../src/openbadges/index.js';
import type { Session } from '../../src/store/index.js';
import type { Accounts, ReportLog } from '../ports.js';
import { badgeModel } from './badge.model.js';
import type { BadgeDoc } from './badge.model.js';
import { keepIssuer } from './keep-issuer.js';
import type { OfferDoc } from './offer.model.js';
import { keepForGood } from './pictures/keep-pictures.js';
import { sendByRule } from './sending/send-by-rule.js';
import type { SendBadgeDeps } from './sending/send-badge.js';

export interface KeepBadgeDeps extends SendBadgeDeps {
  readonly reports: ReportLog;
  readonly accounts: Accounts;
  /** Makes the ids of issuers. */
  readonly issuerKey: Uint8Array;
}

/** What an offer becomes a badge by. */
export type Accepted = Pick<
  OfferDoc,
  '_id' | 'credential' | 'original' | 'mediaType' | 'picture' | 'issuerPicture'
>;

/** The badge of hers that this credential is already. */
export async function heldBadge(
  earner: string,
  credential: Credential,
  { database }: Pick<KeepBadgeDeps, 'database'>,
  session: Session | null = null,
): Promise<string | undefined> {
  const held = await database
    .model(badgeModel)
    .findOne({ earner, credentialKey: credentialKey(credential) }, { _id: 1 }, { session })
    .lean();
  return held?._id;
}

/**
 * Makes what is offered a badge of hers. The same badge through two issuers' pushes or two hubs is one
 * badge: the one she has stays.
 */
export async function keepBadge(
  earner: string,
  offer: Accepted,
  { proven }: { readonly proven: boolean },
  deps: KeepBadgeDeps,
  session: Session,
): Promise<string> {
  const { database, clock, ids, reports, accounts } = deps;
  const { credential } = offer;
  const { defaultVisibility } = await accounts.holdAccount(earner, session);
  const held = await heldBadge(earner, credential, deps, session);
  if (held !== undefined) return held;

  const now = clock.now();
  const found = { credential, proven, picture: offer.issuerPicture };
  const issuer = await keepIssuer(found, now, deps, session);
  const picture = await keepForGood(offer.picture, deps, session);
  const { achievement } = credential;
  const badge: BadgeDoc = {
    _id: ids.make('bdg'),
    earner,
    credentialKey: credentialKey(credential),
    original: offer.original,
    mediaType: offer.mediaType,
    ...(credential.hostedUrl !== undefined && { hostedUrl: credential.hostedUrl }),
    version: credential.version,
    ...(achievement.id !== undefined && { badgeClass: achievement.id }),
    name: achievement.name,
    description: achievement.description,
    ...(achievement.criteriaUrl !== undefined && { criteriaUrl: achievement.criteriaUrl }),
    ...(achievement.criteriaNarrative !== undefined && {
      criteriaNarrative: achievement.criteriaNarrative,
    }),
    ...(picture !== undefined && { picture }),
    issuer,
    ...(credential.issuedOn && { issuedOn: credential.issuedOn }),
    ...(credential.expires && { expires: credential.expires }),
    evidence: credential.evidence,
    alignments: achievement.alignments,
    tags: achievement.tags,
    visibility: defaultVisibility,
    publishesRecipient: publishesRecipient(credential),
    revealRecipient: false,
    acceptedAt: now,
  };
  await database.model(badgeModel).create([badge], { session });
  await reports.adopt(
    offer._id,
    { badge: badge._id, issuer: credential.issuer.id, expires: credential.expires },
    session,
  );
  await sendByRule(badge, { issuer: credential.issuer.id }, deps, session);
  return badge._id;
}
