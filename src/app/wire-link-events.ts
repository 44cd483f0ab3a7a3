import {
  answeredThere,
  offeredByPeer,
  statusHinted,
  withdrawnByPeer,
} from '../../subgraphs/badge/index.js';
import { closedThere, links } from '../../subgraphs/earner/index.js';
import { rechecks } from '../../subgraphs/verification/index.js';
import type { EventPayloads } from '../federation/index.js';
import type { Session } from '../store/index.js';
import type { HubParts } from './wire.js';

/** Where an event came from, proved by its signature, and the transaction that applies it. */
export interface LinkEventContext {
  readonly peer: string;
  /** `sub_id`; empty for events that are about no offer. */
  readonly deliveryAddress: string;
  readonly session: Session;
}

type LinkEvent =
  | 'badge-offered'
  | 'badge-withdrawn'
  | 'badge-status-hint'
  | 'offer-accepted'
  | 'offer-declined'
  | 'link-closed';

/**
 * What other hubs say about links and what goes over them, each applied in the transaction of its inbox
 * row. False when nothing came of it, which is nobody else’s business.
 */
export function linkEventHandlers({ database, clock, ids, log }: HubParts): {
  readonly [Event in LinkEvent]: (
    payload: EventPayloads[Event],
    context: LinkEventContext,
  ) => Promise<boolean>;
} {
  const known = links(database);
  const deps = { database, clock, ids, log, links: known, rechecks: rechecks(database, clock) };
  return {
    'badge-offered': (offered, { session, ...from }) => offeredByPeer(from, offered, deps, session),
    'badge-withdrawn': (withdrawn, { session, ...from }) =>
      withdrawnByPeer(from, withdrawn, deps, session),
    'badge-status-hint': ({ credential }, { session }) => statusHinted(credential, deps, session),
    'offer-accepted': ({ offer, rev, at }, { session, ...from }) =>
      answeredThere(from, { offer, rev, at, state: 'ACCEPTED' }, deps, session),
    'offer-declined': ({ offer, rev, at, reason }, { session, ...from }) =>
      answeredThere(
        from,
        { offer, rev, at, state: 'DECLINED', declineReason: reason },
        deps,
        session,
      ),
    'link-closed': ({ link: name }, { peer, session }) =>
      closedThere({ peer, name }, deps, session),
  };
}
