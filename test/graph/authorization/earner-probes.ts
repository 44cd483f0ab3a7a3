import { linkIn } from '../../support/mail-sink.js';
import { personBehind } from '../../../src/policy/index.js';
import { connectApp } from '../connect-app.js';
import { importsOn } from '../import-story.js';
import { ask } from './ask.js';
import type { Probe } from './ask.js';
import { freshSession, withFreshSession } from './fresh-session.js';
import { connectIdentity, newClient } from './world.js';
import type { World } from './world.js';

const BY_EMAIL = 'query ($email: EmailAddress!) { earnerByEmail(email: $email) { displayName } }';

const owner = ({ owner: { as } }: World) => ({ id: as.earner });
const ofEarner = (field: string, selected = field): Probe =>
  ask(`earner.${field}`, `query ($id: ID!) { earner(id: $id) { ${selected} } }`, owner);

export const EARNER_PROBES: Readonly<Record<string, Probe>> = {
  'Query.me': ask('me', '{ me { id } }'),
  'Query.earner': ask('earner', 'query ($id: ID!) { earner(id: $id) { id } }', owner),
  'Earner.displayName': ofEarner('displayName'),
  'Earner.emails': ofEarner('emails', 'emails { address }'),
  'Earner.notices': ofEarner('notices', 'notices { edges { node { id } } }'),
  'Mutation.setDisplayName': ask(
    'setDisplayName',
    'mutation { setDisplayName(displayName: "Ada") { id } }',
  ),
  'Mutation.markNoticesRead': ask(
    'markNoticesRead',
    'mutation ($ids: [ID!]!) { markNoticesRead(ids: $ids) { id } }',
    ({ notice }) => ({ ids: [notice] }),
  ),
  'Mutation.requestSignIn': ask(
    'requestSignIn',
    'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }',
    ({ story }) => ({ email: story.newAddress() }),
  ),
  'Mutation.signIn': ask(
    'signIn',
    'mutation ($token: String!, $code: String) { signIn(token: $token, code: $code) { expiresAt } }',
    async ({ graph, story, other }) => {
      const ask = 'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
      await graph.data(other.as, ask, { email: story.newAddress() });
      return linkIn(graph.mails[0]?.text);
    },
  ),
  'Mutation.signOut': withFreshSession(ask('signOut', 'mutation { signOut }')),
  'Query.earnerByEmail hidden': ask('earnerByEmail', BY_EMAIL, ({ owner: { email } }) => ({
    email,
  })),
  'Query.earnerByEmail shown': ask('earnerByEmail', BY_EMAIL, async ({ graph, story }) => {
    const { as, email } = await story.earner();
    await graph.data(as, 'mutation { setEmailDiscovery(enabled: true) { id } }');
    return { email };
  }),
  'Query.accountArchive': ask('accountArchive', '{ accountArchive }'),
  'Query.myClients': ask('myClients', '{ myClients { id } }'),
  'Query.displayer': ask(
    'displayer',
    'query ($id: ID!) { displayer(id: $id) { name } }',
    ({ displayer }) => ({ id: displayer }),
  ),
  'Query.hubClients': ask('hubClients', '{ hubClients(first: 1) { edges { node { name } } } }'),
  'Query.hubKeys': ask('hubKeys', '{ hubKeys { status } }'),
  'Query.hubLimits': ask('hubLimits', '{ hubLimits { uses } }'),
  'Query.hubOperators': ask('hubOperators', '{ hubOperators { id } }'),
  'Query.auditLog': ask('auditLog', '{ auditLog { edges { node { action } } } }'),
  'Earner.locale': ofEarner('locale'),
  'Earner.defaultVisibility': ofEarner('defaultVisibility'),
  'Earner.emailDiscovery': ofEarner('emailDiscovery'),
  'Earner.issuerRules': ofEarner('issuerRules', 'issuerRules { issuer }'),
  'Earner.sessions': withFreshSession(ofEarner('sessions', 'sessions { device }')),
  'Earner.identities': ofEarner('identities', 'identities { id }'),
  'Earner.connectedApps': ofEarner('connectedApps', 'connectedApps { scopes }'),
  ...byHerself({
    setLocale: 'setLocale(locale: "de") { id }',
    setDefaultVisibility: 'setDefaultVisibility(visibility: PRIVATE) { id }',
    setEmailDiscovery: 'setEmailDiscovery(enabled: false) { id }',
    trustIssuer: 'trustIssuer(issuer: "https://trusted.example/") { id }',
    blockIssuer: 'blockIssuer(issuer: "https://blocked.example/") { id }',
    forgetIssuer: 'forgetIssuer(issuer: "https://nobody.example/") { id }',
  }),
  'Mutation.registerClient': ask(
    'registerClient',
    'mutation { registerClient(input: { name: "C", url: "https://c.example" }) { clientId } }',
    async ({ graph, owner: she }) => {
      // She may have 50 clients, and other cells made some in her name.
      const clients = graph.parts.database.connection.collection('oauth_clients');
      await clients.deleteMany({ owner: she.as.earner, host: 'client.example' });
      return {};
    },
  ),
  'Mutation.addEmail': ask(
    'addEmail',
    'mutation ($email: EmailAddress!) { addEmail(email: $email) { accepted } }',
    ({ story }) => ({ email: story.newAddress() }),
  ),
  // What they work on is the owner's, so that whoever else may ask at all meets nothing of theirs.
  'Mutation.confirmEmail': ask(
    'confirmEmail',
    'mutation ($token: String!) { confirmEmail(token: $token) { id } }',
    async ({ graph, story, owner: she }) => {
      const add = 'mutation ($email: EmailAddress!) { addEmail(email: $email) { accepted } }';
      await graph.data(she.as, add, { email: story.newAddress() });
      return { token: linkIn(graph.mails[0]?.text).token };
    },
  ),
  'Mutation.setPrimaryEmail': ask(
    'setPrimaryEmail',
    'mutation ($email: EmailAddress!) { setPrimaryEmail(email: $email) { id } }',
    ({ owner: { email } }) => ({ email }),
  ),
  'Mutation.removeEmail': ask(
    'removeEmail',
    'mutation ($email: EmailAddress!) { removeEmail(email: $email) { id } }',
    async ({ graph, story, owner: she }) => {
      const email = story.newAddress();
      await importsOn(graph).proveAddress(she, email);
      return { email };
    },
  ),
  // Where it is the owner's turn, somebody else goes in her place.
  'Mutation.deleteAccount': async (as, world) => {
    const doomed = await world.story.earner();
    const { earner } = doomed.as;
    const inHerPlace = as.kind === 'earner' ? doomed.as : { ...as, earner };
    const isOwners = personBehind(as) === world.owner.as.earner;
    const probe = ask(
      'deleteAccount',
      'mutation ($confirm: EmailAddress!) { deleteAccount(confirm: $confirm) }',
      () => ({ confirm: doomed.email }),
    );
    return probe(isOwners ? inHerPlace : as, world);
  },
  'Mutation.endSession': ask(
    'endSession',
    'mutation ($id: ID!) { endSession(id: $id) }',
    async ({ graph, owner: she }) => ({ id: await freshSession(graph, she.as.earner) }),
  ),
  'Mutation.renewSession': withFreshSession(
    ask('renewSession', 'mutation { renewSession { expiresAt } }'),
  ),
  'Mutation.endOtherSessions': withFreshSession(
    ask('endOtherSessions', 'mutation { endOtherSessions }'),
  ),
  'Mutation.removeIdentity': ask(
    'removeIdentity',
    'mutation ($id: ID!) { removeIdentity(id: $id) }',
    async ({ graph, owner: she }) => ({ id: await connectIdentity(graph, she) }),
  ),
  'Mutation.disconnectApp': ask(
    'disconnectApp',
    'mutation ($id: ID!) { disconnectApp(client: $id) }',
    async ({ graph, owner: she, other }) => {
      const id = await newClient(graph, other);
      await connectApp(graph, she, id, `token of ${id}`);
      return { id };
    },
  ),
  ...onClient(
    'updateClient',
    'updateClient(id: $id, input: { name: "C", url: "https://c.example" })',
  ),
  ...onClient('renewClientSecret', 'renewClientSecret(id: $id) { clientId }'),
  ...onClient('deleteClient', 'deleteClient(id: $id)'),
  ...onClient('suspendClient', 'suspendClient(id: $id)'),
  ...onClient('resumeClient', 'resumeClient(id: $id)'),
  ...onClient('deleteClientForHub', 'deleteClientForHub(id: $id)'),
  ...byHerself({
    rotateKey: 'rotateKey',
    setLimit: 'setLimit(name: "lookups", uses: 30)',
    resetLimit: 'resetLimit(name: "lookups")',
  }),
  'Mutation.appointOperator': ask(
    'appointOperator',
    'mutation ($id: ID!) { appointOperator(earner: $id) }',
    async ({ story }) => ({ id: (await story.earner()).as.earner }),
  ),
  'Mutation.dismissOperator': ask(
    'dismissOperator',
    'mutation ($id: ID!) { dismissOperator(earner: $id) }',
    async ({ story }) => ({ id: (await story.earner()).as.earner }),
  ),
};

/** Mutations that concern only whoever asks. */
function byHerself(fields: Readonly<Record<string, string>>): Readonly<Record<string, Probe>> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, call]) => [
      `Mutation.${field}`,
      ask(field, `mutation { ${call} }`),
    ]),
  );
}

/** A mutation about a client that the owner registered. */
function onClient(field: string, call: string): Readonly<Record<string, Probe>> {
  return {
    [`Mutation.${field}`]: ask(
      field,
      `mutation ($id: ID!) { ${call} }`,
      async ({ graph, owner: she }) => ({ id: await newClient(graph, she) }),
    ),
  };
}
