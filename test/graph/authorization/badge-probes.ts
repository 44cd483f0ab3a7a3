import { ask } from './ask.js';
import type { Probe } from './ask.js';
import { NAMES } from './world.js';
import type { World } from './world.js';

const newOffer = async ({ story, owner }: World) => ({ id: await story.offerTo(owner.email) });
const newBadge = async ({ story, owner }: World) => ({ id: await story.badgeOf(owner) });
const hosted = ({ story }: World, recipient: string) => ({
  assertionUrl: story.issuer.issue({ recipient }).urls.assertion,
});
const ofBadge = (field: string): Probe =>
  ask(`badge.${field}`, `query ($id: ID!) { badge(id: $id) { ${field} } }`, ({ badges }) => ({
    id: badges.public,
  }));

export const BADGE_PROBES: Readonly<Record<string, Probe>> = {
  ...Object.fromEntries(
    NAMES.map((name) => [
      `Query.badge ${name}`,
      ask('badge', 'query ($id: ID!) { badge(id: $id) { id name } }', ({ badges }) => ({
        id: badges[name],
      })),
    ]),
  ),
  'Query.issuer': ask(
    'issuer',
    'query ($id: ID!) { issuer(id: $id) { name } }',
    async ({ graph, owner, badges }) => {
      const query = 'query ($id: ID!) { badge(id: $id) { issuer { id } } }';
      const { badge } = await graph.data<{ badge: { issuer: { id: string } } }>(owner.as, query, {
        id: badges.public,
      });
      return badge.issuer;
    },
  ),
  'Query.offer': ask('offer', 'query ($id: ID!) { offer(id: $id) { state } }', ({ offer }) => ({
    id: offer,
  })),
  // As the badge was issued, it names her address in plain text.
  'Badge.credential': ofBadge('credential'),
  'Badge.credentialJws': ask(
    'badge.credentialJws',
    'query ($id: ID!) { badge(id: $id) { credentialJws } }',
    ({ signed }) => ({ id: signed }),
  ),
  'Earner.inbox': ask(
    'earner.inbox',
    'query ($id: ID!) { earner(id: $id) { inbox(first: 100) { edges { node { id } } } } }',
    ({ owner }) => ({ id: owner.as.earner }),
  ),
  'Earner.badges': ask(
    'earner.badges',
    'query ($id: ID!) { earner(id: $id) { badges(first: 100) { edges { node { id } } } } }',
    ({ owner }) => ({ id: owner.as.earner }),
  ),
  'Mutation.pushBadge': ask(
    'pushBadge',
    'mutation ($source: BadgeSourceInput!) { pushBadge(input: { source: $source }) { state } }',
    (world) => ({ source: hosted(world, world.owner.email) }),
  ),
  'Mutation.acceptOffer': ask(
    'acceptOffer',
    'mutation ($id: ID!) { acceptOffer(id: $id) { name } }',
    newOffer,
  ),
  'Mutation.declineOffer': ask(
    'declineOffer',
    'mutation ($id: ID!) { declineOffer(id: $id) { state } }',
    newOffer,
  ),
  // Whose badge it is decides nothing here: what is somebody else's is imported by nobody.
  'Mutation.importBadge': ask(
    'importBadge.badge',
    'mutation ($input: BadgeSourceInput!) { importBadge(input: $input) { badge { name } } }',
    (world) => ({ input: hosted(world, world.owner.email) }),
  ),
  'Mutation.setBadgeVisibility': ask(
    'setBadgeVisibility',
    'mutation ($id: ID!) { setBadgeVisibility(id: $id, visibility: PUBLIC) { name } }',
    newBadge,
  ),
  'Mutation.removeBadge': ask(
    'removeBadge',
    'mutation ($id: ID!) { removeBadge(id: $id) }',
    newBadge,
  ),
  'Query.blockedIssuers': ask('blockedIssuers', '{ blockedIssuers { issuer } }'),
  'Mutation.blockIssuerForHub': ask(
    'blockIssuerForHub',
    'mutation { blockIssuerForHub(issuer: "https://b.example/", reason: "r") }',
  ),
  'Mutation.unblockIssuerForHub': ask(
    'unblockIssuerForHub',
    'mutation ($issuer: URL!) { unblockIssuerForHub(issuer: $issuer) }',
    async ({ graph, operator }) => {
      const issuer = `https://${graph.parts.ids.make('iss').replace('_', '-')}.example/`;
      const block = 'mutation ($i: URL!) { blockIssuerForHub(issuer: $i, reason: "seed") }';
      await graph.data(operator, block, { i: issuer });
      return { issuer };
    },
  ),
  'Query.hubJobs': ask('hubJobs', '{ hubJobs { planned } }'),
  'Mutation.runJobNow': ask(
    'runJobNow',
    'mutation ($id: ID!) { runJobNow(id: $id) }',
    ({ badges }) => ({
      id: badges.public,
    }),
  ),
  'Query.verify': ask(
    'verify',
    'query ($source: BadgeSourceInput!) { verify(source: $source) { verdict } }',
    (world) => ({ source: hosted(world, world.owner.email) }),
  ),
  'Mutation.reverifyBadge': ask(
    'reverifyBadge',
    'mutation ($id: ID!) { reverifyBadge(id: $id) { verdict } }',
    async (world) => {
      const badge = await newBadge(world);
      // A badge is checked at most once a minute.
      world.graph.clock.pass(60_000);
      return badge;
    },
  ),
};
