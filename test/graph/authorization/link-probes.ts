import { linkEventHandlers } from '../../../src/app/wire-link-events.js';
import { tellPeers } from '../../../src/store/index.js';
import { keepLink, promiseLink, redeemLink } from '../../../subgraphs/earner/index.js';
import { ask } from './ask.js';
import type { Probe } from './ask.js';
import type { World } from './world.js';

const deps = ({ graph: { parts } }: World) => ({
  ...parts,
  tell: tellPeers(parts.database, parts.clock),
});

/** Another hub that nobody has a link with. */
const newHub = ({ graph }: World): string =>
  `https://${graph.parts.ids.make('hub').replace('_', '-')}.example`;

/** A link of the owner, over which badges go. */
async function sends(world: World): Promise<string> {
  const { ids } = world.graph.parts;
  const there = { name: ids.make('lnk'), deliveryAddress: ids.make('rcp') };
  const between = { earner: world.owner.as.earner, peer: newHub(world) };
  return keepLink({ ...between, ...there }, deps(world));
}

/** A link of the owner, over which badges come. */
async function receives(world: World) {
  const between = { earner: world.owner.as.earner, peer: newHub(world) };
  await promiseLink(between, ['https://i.example/'], deps(world));
  const made = await redeemLink(between, deps(world));
  if (made === null) throw new Error('nothing was promised');
  return { ...between, ...made };
}

const newSending = async (world: World) => {
  const { graph, story, owner } = world;
  const { sendBadge } = await graph.data<{ sendBadge: { id: string } }>(
    owner.as,
    'mutation ($badge: ID!, $link: ID!) { sendBadge(badge: $badge, link: $link) { id } }',
    { badge: await story.badgeOf(owner), link: await sends(world) },
  );
  return { id: sendBadge.id };
};

/** Something of a hub that is trusted with nothing. */
async function quarantined(world: World): Promise<void> {
  const { database } = world.graph.parts;
  const { peer, deliveryAddress } = await receives(world);
  const named = { id: 'https://i.example/1', issuer: 'https://i.example/', format: 'ob2-json' };
  const bytes = { digest: `sha-256:${'a'.repeat(43)}`, size: 1, href: `${peer}/offer` };
  const expires = Math.floor(world.graph.clock.now().getTime() / 1000) + 86_400;
  const display = { name: 'Badge', issuerName: 'Issuer' };
  const offered = { offer: 'of_1', rev: 1, credential: { ...named, ...bytes }, display, expires };
  await database.transaction((session) =>
    linkEventHandlers(world.graph.parts)['badge-offered'](offered, {
      peer,
      deliveryAddress,
      session,
    }),
  );
}

const ofEarner = (field: string, make: (world: World) => Promise<unknown>): Probe =>
  ask(
    `earner.${field}`,
    `query ($id: ID!) { earner(id: $id) { ${field} ${field === 'links' ? '{ id }' : '{ edges { node { id } } }'} } }`,
    async (world) => {
      await make(world);
      return { id: world.owner.as.earner };
    },
  );

export const LINK_PROBES: Readonly<Record<string, Probe>> = {
  'Earner.links': ofEarner('links', sends),
  'Earner.sendings': ofEarner('sendings', newSending),
  'Earner.quarantine': ofEarner('quarantine', quarantined),
  'Mutation.closeLink': ask(
    'closeLink',
    'mutation ($link: ID!) { closeLink(link: $link) }',
    async (world) => ({ link: await sends(world) }),
  ),
  'Mutation.acceptFromIssuer': ask(
    'acceptFromIssuer.since',
    'mutation ($link: ID!) { acceptFromIssuer(link: $link, issuer: "https://j.example/") { since } }',
    async (world) => ({ link: (await receives(world)).name }),
  ),
  'Mutation.stopAcceptingFromIssuer': ask(
    'stopAcceptingFromIssuer.since',
    'mutation ($link: ID!) { stopAcceptingFromIssuer(link: $link, issuer: "https://i.example/") { since } }',
    async (world) => ({ link: (await receives(world)).name }),
  ),
  'Mutation.sendBadge': ask(
    'sendBadge.state',
    'mutation ($badge: ID!, $link: ID!) { sendBadge(badge: $badge, link: $link) { state } }',
    async (world) => ({
      badge: await world.story.badgeOf(world.owner),
      link: await sends(world),
    }),
  ),
  'Mutation.withdrawBadge': ask(
    'withdrawBadge.state',
    'mutation ($id: ID!) { withdrawBadge(sending: $id) { state } }',
    newSending,
  ),
  'Mutation.sendAllOfAKind': ask(
    'sendAllOfAKind',
    'mutation ($link: ID!) { sendAllOfAKind(link: $link, badgeClass: "https://c.example/1") }',
    async (world) => ({ link: await sends(world) }),
  ),
  'Mutation.stopSendingAllOfAKind': ask(
    'stopSendingAllOfAKind.since',
    'mutation ($link: ID!, $rule: ID!) { stopSendingAllOfAKind(link: $link, rule: $rule) { since } }',
    async (world) => {
      const { graph, owner } = world;
      const link = await sends(world);
      await graph.data(
        owner.as,
        'mutation ($link: ID!) { sendAllOfAKind(link: $link, badgeClass: "https://c.example/1") }',
        { link },
      );
      const { me } = await graph.data<{
        me: { links: readonly { id: string; sendingRules: readonly { id: string }[] }[] };
      }>(owner.as, '{ me { links { id sendingRules { id } } } }');
      return { link, rule: me.links.find(({ id }) => id === link)?.sendingRules[0]?.id };
    },
  ),
};
