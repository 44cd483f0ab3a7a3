import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { isOperator } from '../../subgraphs/earner/index.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';

const graph = testGraph({ HUB_OPERATORS: 'First@example.org' });
const story = storyOn(graph);

const AUDIT = '{ auditLog(first: 50) { edges { node { by action on details } } } }';
const PUSHED = { state: 'PENDING' };

interface Entry {
  readonly by: string;
  readonly action: string;
  readonly on: string;
}

async function operator(): Promise<Principal & { kind: 'earner' }> {
  const { as } = await story.earner(story.newAddress());
  return { ...as, operator: true };
}

/** One act after the other: the log is in order of time. */
async function act(as: Principal, query: string, variables = {}): Promise<void> {
  graph.clock.pass(1_000);
  await graph.data(as, query, variables);
}

const audit = async (as: Principal): Promise<readonly Entry[]> => {
  const { auditLog } = await graph.data<{ auditLog: { edges: { node: Entry }[] } }>(as, AUDIT);
  return auditLog.edges.map(({ node }) => node);
};

describe('an operator', () => {
  test('is whoever proved an address of the configuration, or was appointed', async () => {
    const deps = { database: graph.parts.database, operators: graph.parts.config.operators };
    const first = await story.earner('first@EXAMPLE.org');
    expect(await isOperator(first.as.earner, deps)).toBe(true);
    const second = await story.earner();
    expect(await isOperator(second.as.earner, deps)).toBe(false);
    const as = { ...first.as, operator: true } as const;
    const id = second.as.earner;
    await act(as, 'mutation ($id: ID!) { appointOperator(earner: $id) }', { id });
    expect(await isOperator(id, deps)).toBe(true);
    const sessions = graph.parts.database.connection.collection('sessions');
    expect(await sessions.countDocuments({ earner: id })).toBe(0);
    const { hubOperators } = await graph.data<{ hubOperators: { id: string }[] }>(
      as,
      '{ hubOperators { id } }',
    );
    expect(hubOperators).toEqual([{ id: first.as.earner }, { id }]);
    await act(as, 'mutation ($id: ID!) { dismissOperator(earner: $id) }', { id });
    expect(await isOperator(id, deps)).toBe(false);
    expect((await audit(as)).slice(0, 2)).toEqual([
      { by: first.as.earner, action: 'dismissOperator', on: id, details: null },
      { by: first.as.earner, action: 'appointOperator', on: id, details: null },
    ]);
  });

  test('stops a client, lets it go on and deletes it, and each act is noted', async () => {
    const as = await operator();
    const she = await story.earner();
    const { registerClient } = await graph.data<{ registerClient: { clientId: string } }>(
      she.as,
      'mutation { registerClient(input: { name: "Spam", url: "https://spam.example" }) { clientId } }',
    );
    const id = registerClient.clientId;
    const run = (field: string) => act(as, `mutation ($id: ID!) { ${field}(id: $id) }`, { id });
    const shown = () =>
      graph.data(ANONYMOUS, 'query ($id: ID!) { displayer(id: $id) { name } }', { id });
    await run('suspendClient');
    expect(await shown()).toEqual({ displayer: null });
    await run('resumeClient');
    expect(await shown()).toEqual({ displayer: { name: 'Spam' } });
    await run('deleteClientForHub');
    expect((await audit(as)).slice(0, 3).map(({ action, on }) => [action, on])).toEqual([
      ['deleteClientForHub', id],
      ['resumeClient', id],
      ['suspendClient', id],
    ]);
    expect(await graph.refusal(as, 'mutation { suspendClient(id: "cli_none") }')).toBe('NOT_FOUND');
    expect((await audit(as))[0]?.action).toBe('deleteClientForHub');
  });

  test('rotates the keys: the next one signs, the one before is still published', async () => {
    const as = await operator();
    const keys = async () => {
      const { hubKeys } = await graph.data<{ hubKeys: { id: string; status: string }[] }>(
        as,
        '{ hubKeys { id status } }',
      );
      return Object.fromEntries(hubKeys.map(({ id, status }) => [status, id]));
    };
    const before = await keys();
    await act(as, 'mutation { rotateKey }');
    const after = await keys();
    expect(after).toMatchObject({ ACTIVE: before['NEXT'], RETIRED: before['ACTIVE'] });
    const stored = await graph.parts.database.connection.collection('keys').find().toArray();
    expect(JSON.stringify(stored)).not.toContain('"d"');
  });

  test('sets a limit, which holds within five seconds, and takes it back', async () => {
    const as = await operator();
    const limit = async () => {
      const { hubLimits } = await graph.data<{ hubLimits: { name: string; uses: number }[] }>(
        as,
        '{ hubLimits { name uses configured } }',
      );
      return hubLimits.find(({ name }) => name === 'pushes')?.uses;
    };
    await act(as, 'mutation { setLimit(name: "pushes", uses: 7) }');
    expect(await limit()).toBe(7);
    await act(as, 'mutation { resetLimit(name: "pushes") }');
    expect(await limit()).toBe(60);
    expect(await graph.refusal(as, 'mutation { setLimit(name: "pushes", uses: 0) }')).toBe(
      'BAD_INPUT',
    );
    expect(await graph.refusal(as, 'mutation { setLimit(name: "none", uses: 1) }')).toBe(
      'NOT_FOUND',
    );
  });

  test('sees the jobs and makes one due', async () => {
    const as = await operator();
    const badge = await story.badgeOf(await story.earner());
    await act(as, 'mutation ($id: ID!) { runJobNow(id: $id) }', { id: badge });
    const { hubJobs } = await graph.data<{ hubJobs: { due: number; next: { id: string }[] } }>(
      as,
      '{ hubJobs { planned due next { id tries } } }',
    );
    expect(hubJobs.due).toBeGreaterThanOrEqual(1);
    expect(hubJobs.next.map(({ id }) => id)).toContain(badge);
  });
});

describe('an issuer that an operator blocked', () => {
  const BLOCK = 'mutation ($issuer: URL!) { blockIssuerForHub(issuer: $issuer, reason: "spam") }';
  const UNBLOCK = 'mutation ($issuer: URL!) { unblockIssuerForHub(issuer: $issuer) }';

  test.each([
    ['by its profile', (profile: string) => profile],
    ['by its origin', (profile: string) => `${new URL(profile).origin}/`],
  ])('%s cannot push, and nothing is stored, until that is taken back', async (_, name) => {
    const as = await operator();
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const issuer = name(urls.issuer);
    await act(as, BLOCK, { issuer });
    const push = () => story.push({ assertionUrl: urls.assertion }, she.email);
    await expect(push()).rejects.toThrow('ISSUER_BLOCKED');
    const offers = graph.parts.database.connection.collection('offers');
    expect(await offers.countDocuments({ recipient: she.email })).toBe(0);
    await act(as, UNBLOCK, { issuer });
    expect(await push()).toMatchObject(PUSHED);
  });
});

describe('an issuer that an earner', () => {
  const INBOX = '{ me { inbox { edges { node { id } } } badges { edges { node { id } } } } }';
  const rule = (field: string) => `mutation ($issuer: URL!) { ${field}(issuer: $issuer) { id } }`;
  const mine = async (as: Principal) => {
    const { me } = await graph.data<{ me: Record<'inbox' | 'badges', { edges: unknown[] }> }>(
      as,
      INBOX,
    );
    return [me.inbox.edges.length, me.badges.edges.length];
  };

  test('blocked is told the same as ever, and never shown to her', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    await graph.data(she.as, rule('blockIssuer'), { issuer: urls.issuer });
    const pushed = await story.push({ assertionUrl: urls.assertion }, she.email);
    expect(pushed).toMatchObject(PUSHED);
    expect(await mine(she.as)).toEqual([0, 0]);
    const ACCEPT = 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }';
    expect(await graph.refusal(she.as, ACCEPT, { id: pushed.offerId })).toBe('NOT_FOUND');
    const mails = graph.mails.length;
    graph.clock.pass(86_400_000);
    await graph.worker.acceptTrusted();
    await graph.worker.sendDigests();
    expect(graph.mails.slice(0, graph.mails.length - mails).map(({ to }) => to)).not.toContain(
      she.email,
    );
    await graph.data(she.as, rule('forgetIssuer'), { issuer: urls.issuer });
    expect(await mine(she.as)).toEqual([1, 0]);
  });

  test('trusts has its valid badges accepted without a click, and she is told', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    await graph.data(she.as, rule('trustIssuer'), { issuer: urls.issuer });
    expect(await story.push({ assertionUrl: urls.assertion }, she.email)).toMatchObject(PUSHED);
    expect(await mine(she.as)).toEqual([1, 0]);
    const { me: waiting } = await graph.data<{ me: { inbox: { edges: unknown[] } } }>(
      she.as,
      '{ me { inbox { edges { node { badge { issuerUrl } } } } } }',
    );
    expect(waiting.inbox.edges).toEqual([{ node: { badge: { issuerUrl: urls.issuer } } }]);
    await Promise.all([graph.worker.acceptTrusted(), graph.worker.acceptTrusted()]);
    expect(await mine(she.as)).toEqual([0, 1]);
    const { me } = await graph.data<{ me: { notices: { edges: { node: { kind: string } }[] } } }>(
      she.as,
      '{ me { notices { edges { node { kind } } } } }',
    );
    expect(me.notices.edges.map(({ node }) => node.kind)).toContain('BADGE_ACCEPTED');
  });

  test('does not trust, or a badge that is not hers, waits for her click', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const foreign = story.issuer.issue({ recipient: story.newAddress() });
    await story.push({ assertionUrl: urls.assertion }, she.email);
    await graph.data(she.as, rule('trustIssuer'), { issuer: foreign.urls.issuer });
    await graph.data(she.as, rule('forgetIssuer'), { issuer: urls.issuer });
    await story.push({ assertionUrl: foreign.urls.assertion }, she.email);
    await graph.worker.acceptTrusted();
    expect((await mine(she.as))[1]).toBe(0);
  });
});
