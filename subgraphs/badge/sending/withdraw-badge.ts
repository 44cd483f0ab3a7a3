import { Refusal } from '../../../src/errors.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Database, Session, TellPeers } from '../../../src/store/index.js';
import { OFFER_LIFETIME_MS } from '../offer.model.js';
import { sendingModel } from './sending.model.js';
import type { SendingDoc } from './sending.model.js';

export interface WithdrawDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly tell: TellPeers;
  readonly links: { deliveryAddressOf(link: string): Promise<string | null> };
}

/**
 * She takes an offer back; what was accepted there stays there, since it is her own copy. Taking it back
 * again is no error.
 * @throws Refusal NOT_FOUND, OFFER_CLOSED when it was answered
 */
export async function withdrawBadge(
  earner: string,
  id: string,
  deps: WithdrawDeps,
): Promise<SendingDoc> {
  return deps.database.transaction(async (session) => {
    const sendings = deps.database.model(sendingModel);
    const found = await sendings.findOne({ _id: id, earner }, null, { session }).lean<SendingDoc>();
    if (found === null) throw new Refusal('NOT_FOUND');
    if (found.state === 'WITHDRAWN') return found;
    if (found.state !== 'OFFERED') throw new Refusal('OFFER_CLOSED');
    return withdraw(found, 'taken-back', deps, session);
  });
}

/** The badge is no more in her backpack here: whatever offer of it stands falls. */
export async function withdrawAllOf(
  badge: string,
  deps: WithdrawDeps,
  session: Session,
): Promise<void> {
  const standing = await deps.database
    .model(sendingModel)
    .find({ badge, state: 'OFFERED' }, null, { session })
    .lean<SendingDoc[]>();
  for (const each of standing) await withdraw(each, 'removed', deps, session);
}

async function withdraw(
  { _id, rev: before, peer, link }: SendingDoc,
  reason: string,
  { database, clock, tell, links }: WithdrawDeps,
  session: Session,
): Promise<SendingDoc> {
  const now = clock.now();
  const rev = before + 1;
  const withdrawn = await database
    .model(sendingModel)
    .findOneAndUpdate(
      { _id, rev: before },
      {
        $set: {
          state: 'WITHDRAWN',
          rev,
          since: now,
          expiresAt: new Date(now.getTime() + OFFER_LIFETIME_MS),
        },
      },
      { session, returnDocument: 'after' },
    )
    .lean<SendingDoc>();
  if (withdrawn === null) throw new Refusal('OFFER_CLOSED');
  const deliveryAddress = await links.deliveryAddressOf(link);
  const audience = deliveryAddress === null ? [] : [{ peer, deliveryAddress, link }];
  const said = { type: 'badge-withdrawn', payload: { offer: _id, rev, reason } } as const;
  await tell({ said, subject: { kind: 'offer', id: _id, rev }, audience }, session);
  return withdrawn;
}
