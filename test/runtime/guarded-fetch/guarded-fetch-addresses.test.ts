import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGuardedFetch } from '../../../src/runtime/guarded-fetch/index.js';
import type { GuardedFetch, Resolve } from '../../../src/runtime/guarded-fetch/index.js';
import { startSocketServer } from '../../support/local-server.js';
import type { LocalServer } from '../../support/local-server.js';
import { onlyLoopback } from '../../support/only-loopback.js';
import type { OnlyLoopback } from '../../support/only-loopback.js';

const want = { accept: '*/*', maxBytes: 1000 };
const notReached = { kind: 'unreachable', because: 'not-reached' };
const PUBLIC = '93.184.216.34';

/** A name server that gives one answer after the other, and then the last one again. */
const answering = (...answers: readonly (readonly string[])[]) => {
  const asked: string[] = [];
  const resolve: Resolve = (hostname) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return Promise.resolve(
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked };
};

describe('addresses the guarded fetch does not ask', () => {
  let victim: LocalServer;
  let sockets: OnlyLoopback;
  let guarded: GuardedFetch;
  let reasons: string[];

  const start = (resolve: Resolve): GuardedFetch => {
    reasons = [];
    guarded = createGuardedFetch({
      privateOrigins: [],
      // Or the port of the listener would be reason enough.
      allowedPorts: [victim.port],
      userAgent: 'test',
      deadlineMs: 5000,
      resolve,
      log: { debug: (facts) => void reasons.push(String(Object.values(facts)[0])) },
    });
    return guarded;
  };

  beforeAll(async () => {
    victim = await startSocketServer((socket) => socket.destroy());
  });
  beforeEach(() => {
    sockets = onlyLoopback();
  });
  afterEach(async () => {
    sockets.restore();
    await guarded.close();
  });
  afterAll(() => victim.close());

  test.each([
    ['plain', '127.0.0.1'],
    ['another loopback address', '127.255.0.1'],
    ['short', '127.1'],
    ['decimal', '2130706433'],
    ['hexadecimal', '0x7f000001'],
    ['hexadecimal with a dot', '0x7f.1'],
    ['hexadecimal digits in capitals', '0X7F.0X0.0X0.0X1'],
    ['octal', '0177.0.0.1'],
    ['octal without dots', '017700000001'],
    ['mixed bases', '0x7f.0.0.01'],
    ['a dot at the end', '127.0.0.1.'],
    ['percent-encoded', '%31%32%37.0.0.1'],
    ['percent-encoded dots', '127%2e0%2E0%2e1'],
    ['full-width digits', '１２７.0.0.1'],
    ['circled digits', '①②⑦.⓪.⓪.①'],
    ['ideographic full stops', '127。0。0。1'],
    ['soft hyphen inside', '127.0.0.%C2%AD1'],
    ['unspecified', '0.0.0.0'],
    ['zero', '0'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 loopback in full', '[0000:0000:0000:0000:0000:0000:0000:0001]'],
    ['IPv6 unspecified', '[::]'],
    ['IPv4-mapped', '[::ffff:127.0.0.1]'],
    ['IPv4-mapped in hexadecimal', '[0:0:0:0:0:FFFF:7F00:0001]'],
    ['IPv4-compatible', '[::127.0.0.1]'],
    ['IPv4-translated', '[::ffff:0:127.0.0.1]'],
    ['NAT64', '[64:ff9b::127.0.0.1]'],
    ['local NAT64', '[64:ff9b:1::127.0.0.1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['Teredo', '[2001:0:7f00:1::]'],
    ['a zone', '[fe80::1%25lo]'],
    ['link-local', '[fe80::1]'],
    ['unique local', '[fd00::1]'],
    ['site-local', '[fec0::1]'],
    ['multicast', '[ff02::1]'],
    ['cloud metadata', '169.254.169.254'],
    ['cloud metadata, IPv6', '[fd00:ec2::254]'],
    ['cloud metadata in octal', '0251.0376.0251.0376'],
    ['carrier NAT', '100.64.0.1'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.0.1'],
    ['benchmarking', '198.18.0.1'],
    ['documentation', '203.0.113.1'],
    ['broadcast', '255.255.255.255'],
    ['localhost', 'localhost'],
    ['a name below localhost', 'a.localhost'],
    ['localhost with a dot', 'localhost.'],
    ['localhost in other letters', 'LOCALHOST'],
    ['a name without a dot', 'intranet'],
    ['a name with a dot at the end', 'issuer.example.'],
    ['.local', 'printer.local'],
    ['.internal', 'metadata.google.internal'],
    ['.test', 'hub.test'],
    ['.invalid', 'hub.invalid'],
    ['.home.arpa', 'router.home.arpa'],
    ['a user', 'me@issuer.example'],
    ['a password', ':secret@issuer.example'],
    ['a user who looks like a host', 'issuer.example:443@127.0.0.1'],
    ['a backslash before the host', '\\127.0.0.1'],
  ])('%s is not asked: https://%s', async (_, host) => {
    // Whoever gets past the URL is led to the listener, so that it would be seen.
    const names = answering(['127.0.0.1']);
    const guardedFetch = start(names.resolve);
    const answer = await guardedFetch(`https://${host}:${String(victim.port)}/badge`, want);
    expect(answer).toEqual(notReached);
    expect(names.asked).toEqual([]);
    expect(sockets.tried).toEqual([]);
    expect(victim.connections()).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['words', 'not a url'],
    ['a path', '/etc/passwd'],
    ['no scheme', '//issuer.example/badge'],
    ['no host', 'https://'],
    ['http', 'http://issuer.example/badge'],
    ['ftp', 'ftp://issuer.example/badge'],
    ['a file', 'file:///etc/passwd'],
    ['a file on a host', 'file://issuer.example/badge'],
    ['data', 'data:application/json,{}'],
    ['a blob', 'blob:https://issuer.example/1'],
    ['about', 'about:blank'],
    ['a script', 'javascript:1'],
    ['gopher', 'gopher://issuer.example:70/_x'],
    ['a WebSocket', 'wss://issuer.example/'],
    ['a mail address', 'mailto:me@issuer.example'],
    ['a DID', 'did:web:issuer.example'],
    ['another port', 'https://issuer.example:6379/'],
  ])('%s is not asked: %s', async (_, url) => {
    const names = answering([PUBLIC]);
    expect(await start(names.resolve)(url, want)).toEqual(notReached);
    expect(names.asked).toEqual([]);
    expect(sockets.tried).toEqual([]);
  });

  test.each([
    ['loopback', ['127.0.0.1']],
    ['IPv6 loopback', ['::1']],
    ['the metadata service', ['169.254.169.254']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['an address with a zone', ['fe80::1%lo']],
    ['public addresses and a private one', [PUBLIC, '10.0.0.1']],
    ['a private address and public ones', ['10.0.0.1', PUBLIC, '2606:4700::1']],
    ['something that is no address', ['localhost']],
    ['nothing', []],
  ])('a name that stands for %s is not asked', async (_, answer) => {
    const names = answering(answer);
    const url = `https://issuer.example:${String(victim.port)}/`;
    expect(await start(names.resolve)(url, want)).toEqual(notReached);
    expect(names.asked).toEqual(['issuer.example']);
    expect(sockets.tried).toEqual([]);
    expect(victim.connections()).toBe(0);
  });

  test('a name that turns from public to loopback is asked once and never reaches loopback', async () => {
    const names = answering([PUBLIC], ['127.0.0.1']);
    const guardedFetch = start(names.resolve);
    const url = `https://issuer.example:${String(victim.port)}/`;
    expect(await guardedFetch(url, want)).toEqual(notReached);
    expect(names.asked).toHaveLength(1);
    // The socket went where the one answer said, and the test let it go no further.
    expect(sockets.strays).toEqual([`${PUBLIC}:${String(victim.port)}`]);

    expect(await guardedFetch(url, want)).toEqual(notReached);
    expect(names.asked).toHaveLength(2);
    expect(sockets.tried).toHaveLength(1);
    expect(victim.connections()).toBe(0);
  });

  test('blocked, unresolved and refused look the same to the caller, and differ in the log', async () => {
    const url = `https://issuer.example:${String(victim.port)}/`;
    const ask = async (asked: string, resolve: Resolve) => {
      const answer = await start(resolve)(asked, want);
      const [reason] = reasons;
      await guarded.close();
      return { answer: JSON.stringify(answer), reason };
    };
    const all = [
      await ask('https://127.0.0.1/', answering([]).resolve),
      await ask(url, () => Promise.reject(new Error('ENOTFOUND'))),
      await ask('http://issuer.example/', answering([PUBLIC]).resolve),
    ];
    expect(new Set(all.map(({ answer }) => answer)).size).toBe(1);
    expect(new Set(all.map(({ reason }) => reason)).size).toBe(3);
  });
});
