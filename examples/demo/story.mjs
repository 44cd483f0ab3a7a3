import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDisplayer } from './displayer.mjs';
import { graphOf } from './graph.mjs';
import { startHub } from './hub-process.mjs';
import { startIssuer } from './issuer.mjs';
import { step } from './steps.mjs';

const EARNER = 'earner@example.org';
const BADGE_NAME = 'Welding, level 1';
const ISSUER_NAME = 'Example Workshop';
const LOOK_EVERY_MS = 50;

/**
 * Every step is checked; the first that is not true ends the story.
 * @param {(later: () => Promise<unknown>) => void} onEnd takes what has to be put away afterwards,
 *   last in, first out
 */
export async function tellStory(onEnd) {
  const issuer = await step('an issuer hosts a badge and its picture', async () => {
    const started = await startIssuer({ recipient: EARNER });
    onEnd(() => started.close());
    const { assertion, picture } = started.urls;
    assert.equal((await fetch(assertion)).status, 200);
    const bytes = Buffer.from(await (await fetch(picture)).arrayBuffer());
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    return started;
  });

  const hub = await step('a hub starts in a process of its own', async () => {
    const { ready, stop } = startHub({ privateOrigins: issuer.origin });
    onEnd(stop);
    const url = await ready;
    assert.equal((await fetch(new URL('/readyz', url))).status, 200);
    return { url, stop };
  });
  const graph = graphOf(hub.url);

  const { offerId } = await step('the issuer pushes the badge, and it verifies', async () => {
    const { pushBadge } = await push(graph, issuer.urls.assertion);
    assert.equal(pushBadge.state, 'PENDING');
    assert.equal(pushBadge.report.verdict, 'VALID');
    return pushBadge;
  });
  await step('pushing it again changes nothing', async () => {
    const { pushBadge } = await push(graph, issuer.urls.assertion);
    assert.equal(pushBadge.state, 'ALREADY_THERE');
  });

  const link = await step('the earner asks for a link and gets a mail', async () => {
    await graph('mutation ($to: EmailAddress!) { requestSignIn(email: $to) { accepted } }', {
      to: EARNER,
    });
    return linkInMailTo(EARNER, hub.url);
  });
  const token = await step('the link and its code sign her in, once', async () => {
    const query =
      'mutation ($token: String!, $code: String) { signIn(token: $token, code: $code) { accessToken } }';
    const variables = { token: link.url.searchParams.get('token'), code: link.code };
    const { signIn } = await graph(query, variables);
    await assert.rejects(graph(query, variables), { code: 'BAD_TOKEN' });
    return signIn.accessToken;
  });
  await step('she says by which name others see her', async () => {
    const query = 'mutation { setDisplayName(displayName: "A. Welder") { displayName } }';
    const { setDisplayName } = await graph(query, {}, token);
    assert.equal(setDisplayName.displayName, 'A. Welder');
  });

  const badge = await step('the badge waits in her inbox, and she accepts it', async () => {
    const { me } = await graph('{ me { inbox { edges { node { id } } } } }', {}, token);
    assert.deepEqual(me.inbox.edges, [{ node: { id: offerId } }]);
    const query = 'mutation ($id: ID!) { acceptOffer(id: $id) { id name visibility } }';
    const { acceptOffer } = await graph(query, { id: offerId }, token);
    assert.equal(acceptOffer.name, BADGE_NAME);
    assert.equal(acceptOffer.visibility, 'PRIVATE');
    return acceptOffer.id;
  });
  const collection = await step('she makes a public collection', async () => {
    const query = `mutation ($input: CollectionInput!) {
      createCollection(input: $input) { id visibility }
    }`;
    const input = { name: 'What I can do', visibility: 'PUBLIC' };
    const { createCollection } = await graph(query, { input }, token);
    assert.equal(createCollection.visibility, 'PUBLIC');
    return createCollection.id;
  });

  const displayer = await step('a displayer follows it and finds it empty', async () => {
    const started = startDisplayer(hub.url, collection);
    onEnd(() => started.stop());
    const { reason, badges } = await started.firstSnapshot();
    assert.equal(reason, 'FIRST_TIME');
    assert.deepEqual(badges, []);
    return started;
  });
  await step('she puts the badge into the collection', async () => {
    const query = `mutation ($collection: ID!, $badge: ID!) {
      addBadgeToCollection(collection: $collection, badge: $badge) { id }
    }`;
    await graph(query, { collection, badge }, token);
  });
  await step('the displayer is told at once, with what it shows', async () => {
    const change = await displayer.change('BADGE_ADDED');
    assert.deepEqual(change.badge, {
      name: BADGE_NAME,
      issuer: { name: ISSUER_NAME },
      verification: { verdict: 'VALID' },
    });
  });
  await step('one query reaches across all four subgraphs', async () => {
    assert.deepEqual(await nestedQuery(graph, collection), {
      name: 'What I can do',
      owner: { displayName: 'A. Welder' },
      badges: [
        { name: BADGE_NAME, issuer: { name: ISSUER_NAME }, verification: { verdict: 'VALID' } },
      ],
    });
  });

  await step('the issuer takes the badge back, and the hub finds out', async () => {
    issuer.revoke();
    const query = 'mutation ($id: ID!) { reverifyBadge(id: $id) { verdict } }';
    const { reverifyBadge } = await graph(query, { id: badge }, token);
    assert.equal(reverifyBadge.verdict, 'REVOKED');
  });
  await step('the displayer sees that it is revoked', async () => {
    const change = await displayer.change('BADGE_STATUS');
    assert.equal(change.badge?.verification.verdict, 'REVOKED');
  });
  await step('displayer and hub stop cleanly', async () => {
    await displayer.stop();
    assert.equal(await hub.stop(), 0);
  });
}

/** @typedef {ReturnType<typeof graphOf>} Graph */

/**
 * @param {Graph} graph
 * @param {string} assertionUrl
 */
const push = (graph, assertionUrl) =>
  graph(
    `mutation ($input: PushBadgeInput!) {
      pushBadge(input: $input) { state offerId report { verdict } }
    }`,
    { input: { source: { assertionUrl } } },
  );

/**
 * The link and the code of the newest mail to her; the mail is on its way when the hub answers.
 * @param {string} to
 * @param {string} hub
 */
async function linkInMailTo(to, hub) {
  for (;;) {
    const mailbox = await fetch(new URL('/mailbox.json', hub));
    const mails = /** @type {readonly { to: string, text: string }[]} */ (await mailbox.json());
    const text = mails.find((mail) => mail.to === to)?.text ?? '';
    const link = /https?:\S+token=\S+/.exec(text)?.[0];
    if (link !== undefined) return { url: new URL(link), code: /^\d{6}$/m.exec(text)?.[0] };
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * @param {Graph} graph
 * @param {string} id
 */
async function nestedQuery(graph, id) {
  const { collection } = await graph(
    `query ($id: ID!) {
      collection(id: $id) {
        name
        owner { displayName }
        badges { edges { node { name issuer { name } verification { verdict } } } }
      }
    }`,
    { id },
  );
  const nodes = collection.badges.edges.map(({ node }) => node);
  return { ...collection, badges: nodes };
}
