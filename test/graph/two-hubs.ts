import { afterAll, beforeAll } from '@jest/globals';
import { text } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { offerRoute } from '../../gateway/links/offer-route.js';
import { wireHubs } from '../../src/app/wire-hubs.js';
import { linkEventHandlers } from '../../src/app/wire-link-events.js';
import { linkPorts } from '../../src/app/wire-links.js';
import { federationKeyRing } from '../../src/app/wire.js';
import {
  NOTHING_RECEIVED,
  formatBfStream,
  readSetEnvelope,
  received,
  verifySet,
} from '../../src/federation/index.js';
import type { HubKeys, VerifiedSet } from '../../src/federation/index.js';
import { createGuardedFetch } from '../../src/runtime/index.js';
import { peerModel, tellPeers } from '../../src/store/index.js';
import type { OAuthStorage } from '../../src/store/index.js';
import { keepLink, promiseLink, redeemLink } from '../../subgraphs/earner/index.js';
import type { TestGraph } from '../support/graph.js';
import { startWebServer } from '../support/local-server.js';
import type { LocalServer } from '../support/local-server.js';
import { routeServer } from '../support/route-server.js';
import type { TestEarner } from './story.js';

export interface Hub {
  readonly graph: TestGraph;
  readonly origin: string;
}

export interface TwoHubs {
  /** What pages and OAuth do between the two. */
  link(she: TestEarner, there: TestEarner): Promise<void>;
  /** Both tell each other everything there is, answers to answers included. */
  settle(): Promise<void>;
}

/**
 * Two hubs that are peers: each signs what it says and sends it over HTTP, and the other one believes its
 * keys and nothing else. Only the inbox between the two is simpler than the real one: it applies at once.
 */
export function twoHubs(from: Hub, to: Hub): TwoHubs {
  const servers: LocalServer[] = [];
  const fetches: { close(): Promise<void> }[] = [];
  const reached: string[] = [];
  afterAll(async () => {
    await Promise.all([...servers, ...fetches].map((each) => each.close()));
  });

  const keysOf = ({ graph }: Hub): Promise<HubKeys> =>
    linkPorts(graph.parts, {} as OAuthStorage).publicKeys();

  /** Where a hub takes what the other one says. */
  async function inboxOf(hub: Hub, other: Hub): Promise<string> {
    let watermark = NOTHING_RECEIVED;
    const { parts, clock } = hub.graph;
    async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const envelope = readSetEnvelope(await text(request), { self: hub.origin });
      const now = clock.now();
      const keys = await keysOf(other);
      const verified = await verifySet(envelope, { keys, keysAt: now, self: hub.origin, now });
      await apply(verified, other.origin, hub.graph);
      const { epoch, seq } = verified.claims.stm;
      watermark = received(watermark, seq);
      const { contig } = watermark;
      response.writeHead(202, { 'bf-stream': formatBfStream({ epoch, contig }) }).end();
    }
    const server = await startWebServer((request, response) => {
      void take(request, response).catch(() => response.writeHead(500).end());
    });
    servers.push(server);
    const url = `http://127.0.0.1:${String(server.port)}`;
    reached.push(url);
    await parts.database.model(peerModel).deleteOne({ _id: other.origin });
    return url;
  }

  async function befriend({ graph }: Hub, other: Hub, url: string): Promise<void> {
    const at = graph.clock.now();
    await graph.parts.database.model(peerModel).create([
      {
        _id: other.origin,
        state: 'ACTIVE',
        since: at,
        createdAt: at,
        keys: (await keysOf(other)).keys,
        keysAt: at,
        endpoints: { hello: url, events: url, poll: url, snapshot: url },
        out: { epoch: 'ep_00000001', head: 0, acked: 0, oldest: 1 },
        in: { contig: 0, sparse: [] },
        breaker: { state: 'CLOSED', fails: 0, concurrency: 1 },
      },
    ]);
  }

  /** The one thing a hub asks the other for: the bytes of an offer. */
  async function serveOffers({ graph, origin }: Hub, other: Hub): Promise<void> {
    const ports = linkPorts(graph.parts, {} as OAuthStorage);
    const { url: loopback } = await routeServer([
      offerRoute({ ports, requests: { take: () => Promise.resolve() }, origin: () => origin }),
    ]);
    const fetch = guardedFetch([loopback]);
    other.graph.issuers.set(origin, (url, want) => fetch(url.replace(origin, loopback), want));
  }

  function guardedFetch(origins: readonly string[]) {
    const fetch = createGuardedFetch({
      privateOrigins: origins.map((origin) => ({ origin })),
      userAgent: 'BackpackHub/0.1',
    });
    fetches.push(fetch);
    return fetch;
  }

  beforeAll(async () => {
    for (const { graph } of [from, to]) await federationKeyRing(graph.parts).signingKeys();
    const inboxes = [await inboxOf(to, from), await inboxOf(from, to)] as const;
    await befriend(from, to, inboxes[0]);
    await befriend(to, from, inboxes[1]);
    await serveOffers(from, to);
  });

  async function tellFrom({ graph }: Hub): Promise<void> {
    const hub = wireHubs({ ...graph.parts, fetch: guardedFetch(reached) });
    await hub.tellHubs(new AbortController().signal);
    await hub.hubsAreTold();
  }

  return {
    async link(she, there) {
      const between = { earner: there.as.earner, peer: from.origin };
      const depsOf = ({ graph: { parts } }: Hub) => ({
        ...parts,
        tell: tellPeers(parts.database, parts.clock),
      });
      await promiseLink(between, [], depsOf(to));
      const made = await redeemLink(between, depsOf(to));
      if (made === null) throw new Error('nothing was promised');
      await keepLink({ earner: she.as.earner, peer: to.origin, ...made }, depsOf(from));
    },
    async settle() {
      for (let round = 0; round < 2; round += 1) {
        await tellFrom(from);
        await tellFrom(to);
      }
    },
  };
}

async function apply(
  { event, claims }: VerifiedSet,
  peer: string,
  { parts }: TestGraph,
): Promise<void> {
  const handlers = linkEventHandlers(parts);
  if (event.type === 'unknown' || !(event.type in handlers)) return;
  const handle = handlers[event.type as keyof typeof handlers] as (
    payload: object,
    context: object,
  ) => Promise<boolean>;
  const deliveryAddress = claims.sub_id?.id ?? '';
  await parts.database.transaction((session) =>
    handle(event.payload, { peer, deliveryAddress, session }),
  );
}
