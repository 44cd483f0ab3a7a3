import type { HubEvent } from '../../../src/federation/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Session, TellPeers } from '../../../src/store/index.js';
import type { OfferDoc } from '../offer.model.js';

export interface TellAnswerDeps {
  readonly clock: Clock;
  readonly tell: TellPeers;
}

export type AnswerToPeer =
  | { readonly state: 'ACCEPTED' }
  | {
      readonly state: 'DECLINED';
      readonly reason: 'not_mine' | 'spam' | 'duplicate' | 'other';
    };

/** The hub that made the offer learns the answer; nobody does of what an issuer pushed. */
export async function tellAnswer(
  { recipient, foreign }: Pick<OfferDoc, 'recipient' | 'foreign'>,
  answer: AnswerToPeer,
  { clock, tell }: TellAnswerDeps,
  session: Session,
): Promise<void> {
  if (foreign === undefined) return;
  const { peer, link, offer, rev } = foreign;
  const about = { offer, rev, at: Math.floor(clock.now().getTime() / 1000) };
  const said: HubEvent =
    answer.state === 'ACCEPTED'
      ? { type: 'offer-accepted', payload: about }
      : { type: 'offer-declined', payload: { ...about, reason: answer.reason } };
  const audience = [{ peer, deliveryAddress: recipient, link }];
  await tell({ said, subject: { kind: 'offer', id: offer, rev }, audience }, session);
}
