import { describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { createGuardedFetch } from '../../src/runtime/guarded-fetch/index.js';
import type { GuardedFetchOptions } from '../../src/runtime/guarded-fetch/index.js';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { badgeToSign, fetchFrom } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { signText } from '../support/issue-jws.js';
import { startSocketServer } from '../support/local-server.js';
import { storyOn } from './story.js';
import { testIssuer } from './test-issuer.js';

const graph = testGraph();
const story = storyOn(graph);

const REPORT = `verdict version checkedAt findings { check outcome because }
  endorsements { about verdict findings { check } }`;
const VERIFY = `query ($source: BadgeSourceInput!, $recipient: EmailAddress) {
  verify(source: $source, recipient: $recipient) { ${REPORT} } }`;

interface Report {
  readonly verdict: string;
  readonly version: string | null;
  readonly findings: readonly { readonly check: string; readonly outcome: string }[];
}

async function verify(source: Readonly<Record<string, unknown>>, recipient?: string) {
  const answer = await graph.data<{ verify: Report }>(ANONYMOUS, VERIFY, { source, recipient });
  return answer.verify;
}

/** How many documents every collection holds, counts of limits apart. */
async function stored(): Promise<Readonly<Record<string, number>>> {
  const { connection } = graph.parts.database;
  const collections = (await connection.db?.collections()) ?? [];
  const counts = await Promise.all(
    collections
      .filter(({ collectionName }) => collectionName !== 'limits')
      .map(async (one) => [one.collectionName, await one.countDocuments()] as const),
  );
  return Object.fromEntries(counts);
}

describe('anybody may have a badge verified', () => {
  test('by its address, as JSON or signed', async () => {
    const { urls, assertion } = story.issuer.issue();
    expect(await verify({ assertionUrl: urls.assertion })).toMatchObject({
      verdict: 'VALID',
      version: 'V2_0',
    });
    expect(await verify({ credential: assertion })).toMatchObject({ verdict: 'VALID' });
    const toSign = badgeToSign({ base: 'https://signer.example' });
    graph.issuers.set('https://signer.example', fetchFrom(toSign.documents));
    const signature = signText(JSON.stringify(toSign.assertion));
    expect(await verify({ signature: ` ${signature}\n` })).toMatchObject({ verdict: 'VALID' });
    const forged = `${signature.slice(0, -8)}AAAAAAAA`;
    expect(await verify({ signature: forged })).toMatchObject({ verdict: 'INVALID' });
  });

  test('and nothing is stored', async () => {
    const { urls } = story.issuer.issue();
    const before = await stored();
    await verify({ assertionUrl: urls.assertion }, 'earner@example.org');
    expect(await stored()).toEqual(before);
  });

  test.each([
    ['hers', 'earner@example.org', 'PASS', 'VALID'],
    ['hers, typed in another way', ' Earner@Example.org ', 'PASS', 'VALID'],
    ['not hers', 'somebody-else@example.org', 'FAIL', 'INVALID'],
  ])('to know whether it is %s', async (_, recipient, outcome, verdict) => {
    const { urls } = story.issuer.issue({ recipient: 'earner@example.org', salt: 'deadsea' });
    const report = await verify({ assertionUrl: urls.assertion }, recipient);
    expect(report.verdict).toBe(verdict);
    const [finding, ...more] = report.findings.filter(({ check }) => check === 'RECIPIENT');
    expect([finding?.outcome, more]).toEqual([outcome, []]);
  });

  test('without that question nothing is said about a recipient', async () => {
    const { urls } = story.issuer.issue();
    const { findings } = await verify({ assertionUrl: urls.assertion });
    expect(findings.map(({ check }) => check)).not.toContain('RECIPIENT');
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no form', {}, 'source'],
    ['two forms', { credential: {}, signature: 'e30.e30.e30' }, 'source'],
    ['a signature that is none', { signature: 'e30.e30' }, 'source.signature'],
    ['a signature with a space in it', { signature: 'e30.e 30.e30' }, 'source.signature'],
    ['an address for a signature', { signature: 'https://a.example' }, 'source.signature'],
  ])('%s is BAD_INPUT and names the field', async (_, source, field) => {
    const { errors } = await graph.run(ANONYMOUS, VERIFY, { source });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field } }]);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['nothing known', { credential: { hello: 'world' } }],
    ['null', { credential: [null] }],
    ['an unsigned signature', { signature: 'e30.e30.' }],
    ['no picture', { image: Buffer.from('no picture').toString('base64') }],
    ['1 MiB of text', { credential: { text: 'x'.repeat(1024 * 1024) } }],
  ])('%s gets a report, not an error', async (_, source) => {
    expect(['INVALID', 'UNVERIFIABLE']).toContain((await verify(source)).verdict);
  });

  test('once per operation', async () => {
    const { urls } = story.issuer.issue();
    const asked = story.issuer.asked(urls.assertion);
    const source = `source: { assertionUrl: "${urls.assertion}" }`;
    const twice = `{ a: verify(${source}) { verdict } ...F }
      fragment F on Query { b: verify(${source}) { verdict } }`;
    expect(await graph.refusal(ANONYMOUS, twice)).toBe('TOO_COMPLEX');
    expect(story.issuer.asked(urls.assertion)).toBe(asked);
  });
});

describe('why a server was not reached is never told', () => {
  const REDIRECT = 'HTTP/1.1 302 Found\r\nlocation: http://10.0.0.1/\r\ncontent-length: 0\r\n\r\n';

  /** The whole answer, byte for byte, when the hub fetches in this way. */
  async function answer(origin: string, options: Partial<GuardedFetchOptions>): Promise<string> {
    const guarded = createGuardedFetch({
      privateOrigins: [],
      userAgent: 'test',
      deadlineMs: 300,
      resolve: () => Promise.reject(new Error('nobody has this name')),
      ...options,
    });
    graph.issuers.set(origin, guarded);
    const source = { assertionUrl: `${origin}/badge` };
    const result = await graph.run(ANONYMOUS, VERIFY, { source });
    await guarded.close();
    return JSON.stringify(result);
  }

  test('blocked, unresolved, late, cut off, sent elsewhere and refused read alike, byte for byte', async () => {
    const behaviour = { use: (_socket: Socket): void => undefined };
    const server = await startSocketServer((socket) => {
      behaviour.use(socket);
    });
    const origin = `http://target.example:${String(server.port)}`;
    const here = { privateOrigins: [{ origin, address: '127.0.0.1' }] };
    const blocked = await answer(origin, {});
    const unresolved = await answer(origin, { privateOrigins: [{ origin }] });
    const late = await answer(origin, here);
    behaviour.use = (socket) => socket.destroy();
    const cutOff = await answer(origin, here);
    behaviour.use = (socket) => socket.end(REDIRECT);
    const elsewhere = await answer(origin, here);
    expect(server.connections()).toBe(3);
    await server.close();
    const refused = await answer(origin, here);
    expect(JSON.parse(blocked)).toMatchObject({ data: { verify: { verdict: 'UNVERIFIABLE' } } });
    expect([unresolved, late, cutOff, elsewhere, refused]).toEqual(Array(5).fill(blocked));
  });
});

describe('a server is asked so often for strangers, and no more', () => {
  const frugal = testGraph({ HUB_LIMIT_FETCHES_PER_MINUTE_HOST: '6' });

  test('what is over its budget reads like a server that was not reached', async () => {
    const busy = testIssuer(frugal, 'https://busy.example');
    const { urls } = busy.issue();
    const ask = (assertionUrl: string) =>
      frugal.data<{ verify: Report }>(ANONYMOUS, VERIFY, { source: { assertionUrl } });
    expect((await ask(urls.assertion)).verify.verdict).toBe('VALID');
    while (busy.requests.length < 6) await ask(`${busy.base}/other`);
    const over = await ask(urls.assertion);
    expect(busy.requests).toHaveLength(6);
    busy.unplug();
    const nobody = testIssuer(frugal, 'https://gone.example');
    nobody.unplug();
    const gone = await ask(urls.assertion.replace(busy.base, nobody.base));
    expect(JSON.stringify(over)).toBe(
      JSON.stringify(gone).replaceAll('gone.example', 'busy.example'),
    );
    const other = testIssuer(frugal, 'https://other.example');
    expect((await ask(other.issue().urls.assertion)).verify.verdict).toBe('VALID');
  });
});
