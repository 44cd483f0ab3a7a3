import { afterAll } from '@jest/globals';
import { wireHubs } from '../../src/app/wire-hubs.js';
import type { PeerState } from '../../src/federation/index.js';
import { createGuardedFetch } from '../../src/runtime/index.js';
import { peerModel, tellPeers } from '../../src/store/index.js';
import { keepLink, promiseLink, redeemLink } from '../../subgraphs/earner/index.js';
import { toyReceiver } from '../federation/send/toy-receiver.js';
import type { ToyReceiver } from '../federation/send/toy-receiver.js';
import type { TestGraph } from '../support/graph.js';
import type { TestEarner } from './story.js';

/** Another hub, as far as it can be seen from here: what it was sent, over HTTP. */
export interface OtherHub {
  readonly origin: string;
  readonly inbox: ToyReceiver;
}

export interface LinkStory {
  otherHub(state?: PeerState): Promise<OtherHub>;
  /** Her badges go there. */
  sendsTo(she: TestEarner, hub: OtherHub): Promise<string>;
  /** Badges come from there, to this address. */
  receivesFrom(
    she: TestEarner,
    hub: OtherHub,
    acceptsFrom?: readonly string[],
  ): Promise<{ readonly link: string; readonly deliveryAddress: string }>;
  /** The worker tells other hubs all there is to tell. */
  tellHubs(): Promise<void>;
  setState(hub: OtherHub, state: PeerState): Promise<void>;
}

/** Links and hubs on a graph; what happens on pages between two hubs is told elsewhere. */
export function linksOn(graph: TestGraph): LinkStory {
  const closers = new Set<() => Promise<void>>();
  afterAll(() => Promise.all([...closers].map((close) => close())));
  let hubs = 0;
  const urls = new Set<string>();
  const deps = () => ({
    ...graph.parts,
    tell: tellPeers(graph.parts.database, graph.parts.clock),
  });
  const peers = () => graph.parts.database.model(peerModel);

  return {
    async otherHub(state = 'ACTIVE') {
      hubs += 1;
      const inbox = await toyReceiver();
      urls.add(inbox.url);
      const origin = `https://hub-${String(hubs)}.example`;
      const at = graph.clock.now();
      const { url } = inbox;
      await peers().create([
        {
          _id: origin,
          state,
          since: at,
          createdAt: at,
          name: `Hub ${String(hubs)}`,
          keys: [],
          endpoints: { hello: url, events: url, poll: url, snapshot: url },
          out: { epoch: 'ep_00000001', head: 0, acked: 0, oldest: 1 },
          in: { contig: 0, sparse: [] },
          breaker: { state: 'CLOSED', fails: 0, concurrency: 1 },
        },
      ]);
      return { origin, inbox };
    },
    async sendsTo({ as }, { origin }) {
      const { ids } = graph.parts;
      const there = { name: ids.make('lnk'), deliveryAddress: ids.make('rcp') };
      return keepLink({ earner: as.earner, peer: origin, ...there }, deps());
    },
    async receivesFrom({ as }, { origin }, acceptsFrom = []) {
      const between = { earner: as.earner, peer: origin };
      await promiseLink(between, acceptsFrom, deps());
      const made = await redeemLink(between, deps());
      if (made === null) throw new Error('nothing was promised');
      return { link: made.name, deliveryAddress: made.deliveryAddress };
    },
    async tellHubs() {
      const fetch = createGuardedFetch({
        privateOrigins: [...urls].map((origin) => ({ origin })),
        userAgent: 'BackpackHub/0.1',
      });
      closers.add(() => fetch.close());
      const hub = wireHubs({ ...graph.parts, fetch });
      await hub.tellHubs(new AbortController().signal);
      await hub.hubsAreTold();
    },
    async setState({ origin }, state) {
      await peers().updateOne({ _id: origin }, { $set: { state } });
    },
  };
}
