import { Refusal } from '../../../src/errors.js';
import { credentialKey, matchesRecipient, verify } from '../../../src/openbadges/index.js';
import type { Credential, Finding, Verified } from '../../../src/openbadges/index.js';
import type { FetchDocument } from '../../../src/openbadges/index.js';
import type { Session } from '../../../src/store/index.js';
import type { FetchOffered } from '../../ports.js';
import type { KnownAs } from '../answer-offer.js';
import { refuseBlocked } from '../blocked-issuers.js';
import type { ForeignOffer, OfferDoc } from '../offer.model.js';
import { offerModel } from '../offer.model.js';
import { keepPictures } from '../pictures/keep-pictures.js';
import { keepable } from '../store-offer.js';
import type { Keepable, StoreOfferDeps } from '../store-offer.js';
import { isAsPromised } from './foreign-offer.js';
import { tellAnswer } from './tell-answer.js';
import type { TellAnswerDeps } from './tell-answer.js';

export interface OpenOfferDeps extends StoreOfferDeps, TellAnswerDeps {
  readonly fetch: FetchDocument;
  readonly fetchOffered: FetchOffered;
}

export type WaitingForeign = OfferDoc & { readonly foreign: ForeignOffer };

/**
 * Looks into an offer of another hub: its bytes, checked before they are parsed, and what the issuer itself
 * says of the badge now. What it is and what was found out stands in the offer afterwards; one that is not
 * what it says it is, INVALID or REVOKED, is closed, and the other hub is told that it was declined.
 * @throws Refusal UNAVAILABLE when the other hub does not answer, ISSUER_BLOCKED, OFFER_CLOSED when it was
 *   closed
 */
export async function openOffer(
  offer: WaitingForeign,
  { typed }: Pick<KnownAs, 'typed'>,
  deps: OpenOfferDeps,
): Promise<Keepable> {
  const bytes = await bytesOf(offer.foreign, deps);
  if (bytes === undefined) return close(offer, 'What came was not what was offered.', deps);
  const source = { kind: 'json', text: Buffer.from(bytes).toString('utf8') } as const;
  const verified = await verify(source, { fetch: deps.fetch, now: () => deps.clock.now() });
  const found = keepable(verified);
  if (found === undefined) return close(offer, 'The badge is not valid.', deps, verified);
  if (!isTheOneNamed(found.credential, offer.foreign)) {
    return close(offer, 'What came was another badge than the one that was offered.', deps);
  }
  await refuseBlocked(found.credential.issuer.id, deps);
  const opened = withRecipientFinding(found, typed);
  const pictures = await keepPictures(found.pictures, offer.expiresAt, deps);
  await deps.database.transaction(async (session) => {
    const { matchedCount } = await deps.database.model(offerModel).updateOne(
      { _id: offer._id, state: 'PENDING', 'foreign.rev': offer.foreign.rev },
      {
        $set: {
          original: Buffer.from(found.original.bytes),
          mediaType: found.original.mediaType,
          credential: found.credential,
          ...pictures,
        },
      },
      { session },
    );
    if (matchedCount === 0) throw new Refusal('OFFER_CLOSED');
    await record(offer, opened, deps, session);
  });
  return opened;
}

/** Undefined when they are not those promised, or are there no more. @throws Refusal UNAVAILABLE */
async function bytesOf(
  foreign: ForeignOffer,
  { fetchOffered }: OpenOfferDeps,
): Promise<Uint8Array | undefined> {
  const { peer, inline, href = '', size } = foreign;
  const bytes =
    inline === undefined
      ? await fetchOffered({ peer, href, maxBytes: size })
      : new Uint8Array(inline.buffer);
  if (bytes === 'unreachable') {
    throw new Refusal('UNAVAILABLE', 'The other hub does not answer; try again later.');
  }
  return bytes !== 'gone' && isAsPromised(bytes, foreign) ? bytes : undefined;
}

const isTheOneNamed = (credential: Credential, { names: { id, issuer } }: ForeignOffer): boolean =>
  credentialKey(credential) === credentialKey({ id, issuer: { id: issuer, name: '' } });

/** Check 17, `RECIPIENT`: a badge of an address she has not proved stays an offer until she does. */
function withRecipientFinding(found: Keepable, typed: readonly string[]): Keepable {
  const isHers = matchesRecipient(found.credential.recipient, typed) === 'match';
  const finding: Finding = isHers
    ? { check: 'RECIPIENT', outcome: 'PASS', because: 'The badge names one of your addresses.' }
    : {
        check: 'RECIPIENT',
        outcome: 'WARN',
        because: 'The badge names an address that is not confirmed here.',
      };
  return { ...found, report: { ...found.report, findings: [...found.report.findings, finding] } };
}

async function close(
  offer: WaitingForeign,
  says: string,
  deps: OpenOfferDeps,
  verified?: Pick<Verified, 'report' | 'evidence'>,
): Promise<never> {
  await deps.database.transaction(async (session) => {
    const { matchedCount } = await deps.database
      .model(offerModel)
      .updateOne(
        { _id: offer._id, state: 'PENDING' },
        { $set: { state: 'DECLINED' }, $unset: { announceAt: 1, unsorted: 1 } },
        { session },
      );
    if (matchedCount === 0) return;
    if (verified !== undefined) await record(offer, verified, deps, session);
    await tellAnswer(offer, { state: 'DECLINED', reason: 'other' }, deps, session);
  });
  throw new Refusal('OFFER_CLOSED', `${says} The offer is closed.`);
}

/** An offer has one report, the newest. */
async function record(
  { _id: offer, expiresAt }: OfferDoc,
  found: Pick<Verified, 'report' | 'evidence'>,
  { reports }: OpenOfferDeps,
  session: Session,
): Promise<void> {
  await reports.forget(offer, session);
  await reports.record({ offer, expiresAt }, found, session);
}
