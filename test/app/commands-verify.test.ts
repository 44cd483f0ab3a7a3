import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FileUnusable, UsageError } from '../../src/app/commands/index.js';
import { verify } from '../../src/app/commands/verify.js';
import { bake } from '../../src/openbadges/index.js';
import { samplePng } from '../support/badges.js';
import type { BadgeOptions, HostedBadge } from '../support/badges.js';
import { startIssuerServer } from '../support/issuer-server.js';
import type { IssuerServer } from '../support/issuer-server.js';
import { toyTerminal } from './toy-terminal.js';
import type { ToyTerminal, ToyTerminalOptions } from './toy-terminal.js';

let issuer: IssuerServer;
beforeAll(async () => {
  issuer = await startIssuerServer();
});
afterAll(() => issuer.close());

const SVG = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
);
const ESCAPES = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u;

async function run(
  words: readonly string[],
  options: ToyTerminalOptions = {},
): Promise<ToyTerminal> {
  const env = { HUB_PRIVATE_ORIGINS: issuer.origin, ...options.env };
  const terminal = toyTerminal({ ...options, env });
  await verify.run(words, terminal);
  return terminal;
}

const runOn = (badge: HostedBadge, ...options: readonly string[]) =>
  run([badge.urls.assertion, ...options]);

const lastLine = ({ printed }: ToyTerminal) => printed.at(-1) ?? '';

describe('hub verify', () => {
  test.each<[string, (badge: HostedBadge) => Uint8Array | string]>([
    ['JSON', ({ assertion }) => JSON.stringify(assertion)],
    ['a baked PNG', ({ assertion }) => bake(samplePng(), JSON.stringify(assertion))],
    ['a baked SVG', ({ assertion }) => bake(SVG, JSON.stringify(assertion))],
    ['a PNG with an address in it', ({ urls }) => bake(samplePng(), urls.assertion)],
    ['an address', ({ urls }) => `${urls.assertion}\n`],
  ])('tells what a file is by its content: %s', async (_, content) => {
    const file = content(issuer.issue());
    for (const name of ['badge.txt', '-']) {
      const terminal = await run([name], { files: { [name]: file } });
      expect(lastLine(terminal)).toContain('VALID');
      expect(terminal.exitCode).toBeUndefined();
    }
  });

  test('says what the badge is, what was found, and the verdict last', async () => {
    const { printed } = await runOn(issuer.issue({ badgeName: 'Welding, level 2' }));
    expect(printed.slice(0, 3)).toEqual([
      'Welding, level 2',
      `Example Workshop <${issuer.origin}/issuer>`,
      'Open Badges 2.0, issued 2024-03-01',
    ]);
    expect(printed.filter((line) => line.includes(' SCOPE '))).toEqual([
      expect.stringMatching(/^✔ pass +SCOPE +\S.*\? It is\.$/),
    ]);
    expect(printed.at(-1)).toMatch(/^✔ VALID: /);
  });

  test.each<[string, BadgeOptions, string]>([
    ['an expired badge', { expires: '2025-01-01T00:00:00Z' }, 'EXPIRED'],
    ['a revoked badge', { changes: { assertion: { revoked: true } } }, 'REVOKED'],
    [
      'a badge of another address',
      { changes: { assertion: { id: 'https://a.example/' } } },
      'INVALID',
    ],
  ])('ends with 1 for %s', async (_, options, verdict) => {
    const terminal = await runOn(issuer.issue(options));
    expect(lastLine(terminal)).toContain(verdict);
    expect(terminal.exitCode).toBe(1);
  });

  test.each([
    ['a picture without a badge', samplePng(), 'UNBAKE'],
    ['something that is no badge', 'hello', 'PARSE'],
    ['nothing', '', 'PARSE'],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00]), 'PARSE'],
  ])('names the failing check of %s and ends with 1', async (_, content, check) => {
    const terminal = await run(['file'], { files: { file: content } });
    expect(terminal.printed.filter((line) => /^✘ fail /.test(line))).toEqual([
      expect.stringContaining(check),
    ]);
    expect(terminal.exitCode).toBe(1);
  });

  test('asks private networks only where the settings say so, and tells how', async () => {
    const badge = issuer.issue();
    const before = issuer.connections();
    const terminal = await run([badge.urls.assertion], { env: { HUB_PRIVATE_ORIGINS: '' } });
    expect(lastLine(terminal)).toContain('UNVERIFIABLE');
    expect(terminal.noted).toEqual([expect.stringContaining('HUB_PRIVATE_ORIGINS')]);
    expect(issuer.connections()).toBe(before);
  });
});

describe('--recipient', () => {
  test.each<[string, BadgeOptions, readonly string[], number | undefined]>([
    ['hers', { recipient: 'ada@example.org' }, ['ada@example.org'], undefined],
    [
      'hers, named by a hash',
      { recipient: 'ada@example.org', salt: 's' },
      ['ada@example.org'],
      undefined,
    ],
    [
      'hers by her second address',
      { recipient: 'ada@example.org' },
      ['a@b.example', 'ada@example.org'],
      undefined,
    ],
    ['somebody else’s', { recipient: 'ada@example.org' }, ['bob@example.org'], 1],
  ])('decides whether the badge is %s', async (_, options, addresses, exitCode) => {
    const words = addresses.flatMap((address) => ['--recipient', address]);
    const terminal = await runOn(issuer.issue(options), ...words);
    const [line = ''] = terminal.printed.filter((one) => one.includes(' RECIPIENT '));
    expect(line.startsWith(exitCode === undefined ? '✔ pass' : '✘ fail')).toBe(true);
    expect(terminal.exitCode).toBe(exitCode);
  });
});

describe('--json', () => {
  test('prints the report and the credential as one object on one line', async () => {
    const badge = issuer.issue({ expires: '2025-01-01T00:00:00Z' });
    const terminal = await runOn(badge, '--json');
    expect(terminal.printed).toHaveLength(1);
    expect(JSON.parse(terminal.printed[0] ?? '')).toMatchObject({
      verdict: 'EXPIRED',
      version: 'V2_0',
      findings: expect.arrayContaining([{ check: 'SCOPE', outcome: 'PASS' }]),
      endorsements: [],
      credential: { id: badge.urls.assertion, achievement: { name: 'Welding, level 1' } },
    });
    expect(terminal.exitCode).toBe(1);
  });

  test('prints a report when nothing could be read', async () => {
    const { printed } = await run(['file', '--json'], { files: { file: '{' } });
    expect(JSON.parse(printed.join(''))).toMatchObject({ verdict: 'INVALID' });
  });
});

describe('what issuers wrote', () => {
  const hostile = 'Wel\u001b[31mding\u0007 \u202egnidleW\u2066\r\n\u0085\u200f';

  test.each([[[]], [['--json']]])('cannot steer a terminal, with %j', async (options) => {
    const badge = issuer.issue({ badgeName: hostile, changes: { issuer: { name: hostile } } });
    for (const screen of [undefined, { columns: 80 }]) {
      const env = { NO_COLOR: '1' };
      const words = [badge.urls.assertion, ...options];
      const { printed } = await run(words, { env, ...(screen && { screen }) });
      expect(printed.join('\n')).not.toMatch(ESCAPES);
      expect(printed.join('\n')).toContain('ding');
    }
  });

  test('is the same in --json, escaped', async () => {
    const name = 'Wel\u007fding \u202egnidleW\u2066';
    const badge = issuer.issue({ badgeName: name });
    const { printed } = await runOn(badge, '--json');
    expect(JSON.parse(printed.join(''))).toMatchObject({ credential: { achievement: { name } } });
  });
});

describe('colours', () => {
  test.each<[string, boolean, ToyTerminalOptions]>([
    ['on a screen', true, { screen: { columns: 80 } }],
    [
      'on a screen, with an empty NO_COLOR',
      true,
      { screen: { columns: 80 }, env: { NO_COLOR: '' } },
    ],
    ['on a screen, with NO_COLOR', false, { screen: { columns: 80 }, env: { NO_COLOR: '1' } }],
    ['elsewhere', false, {}],
  ])('%s: %s', async (_, coloured, options) => {
    const { printed } = await run([issuer.issue().urls.assertion], options);
    expect(printed.join('\n').includes('\u001b[')).toBe(coloured);
  });

  test('no line is wider than the screen', async () => {
    const env = { NO_COLOR: '1' };
    const { printed } = await run([issuer.issue().urls.assertion], {
      env,
      screen: { columns: 60 },
    });
    expect(Math.max(...printed.map(({ length }) => length))).toBeLessThanOrEqual(60);
  });
});

describe('a wrong call', () => {
  test.each([
    [[]],
    [['one', 'two']],
    [['file', '--recipients', 'ada@example.org']],
    [['file', '--recipient']],
    [['file', '--recipient', 'ada']],
  ])('is explained: %j', async (words) => {
    await expect(run(words, { files: { file: '{}' } })).rejects.toThrow(UsageError);
  });

  test('is one with a wrong setting, too', async () => {
    const wrong = run(['file'], { files: { file: '{}' }, env: { HUB_FETCH_DEADLINE_MS: 'soon' } });
    await expect(wrong).rejects.toThrow(UsageError);
  });

  test.each([
    ['a file that is not there', {}],
    ['a HUB_CA_FILE that is not there', { HUB_CA_FILE: 'authorities.pem' }],
  ])('is told from %s', async (_, env) => {
    const files = 'HUB_CA_FILE' in env ? { file: '{}' } : {};
    await expect(run(['file'], { files, env })).rejects.toThrow(FileUnusable);
  });
});
