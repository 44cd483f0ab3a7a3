import { describe, expect, test } from '@jest/globals';
import { ConfigError, describeConfig, readConfig, showConfig } from '../../src/runtime/config.js';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('reading the configuration', () => {
  test('an empty environment gives every default', () => {
    expect(readConfig({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      publicUrl: undefined,
      dataDir: './data',
      mailFrom: 'Backpack Hub <hub@localhost>',
      operators: [],
      trustedProxies: [],
      privateOrigins: [],
      caFile: undefined,
      logLevel: 'info',
      metricsPublic: false,
      earnerUrl: undefined,
      badgeUrl: undefined,
      collectionUrl: undefined,
      verificationUrl: undefined,
      fetchDeadlineMs: 10_000,
      sessionDays: 30,
      sessionIdleDays: 14,
      keyDays: 90,
      recheckHours: 24,
      drainSeconds: 10,
      streamPollMs: 10_000,
      limits: {
        bodyBytes: 4_194_304,
        depth: 12,
        aliases: 30,
        directives: 30,
        tokens: 4000,
        cost: 25_000,
        page: 100,
        requestsPerMinute: 600,
        requestsPerMinuteToken: 1200,
        pushesPerMinute: 60,
        signInsPerHourAddress: 5,
        signInsPerHourClient: 20,
        verificationsPerMinute: 30,
        oauthPerMinute: 300,
        registrationsPerHour: 20,
        lookupsPerMinute: 30,
        fetchesPerMinuteHost: 120,
        socketsPerClient: 20,
        operationsPerSocket: 50,
        socketMessageBytes: 65_536,
        fetchesInFlight: 64,
      },
      secrets: {
        secret: undefined,
        mongodbUri: undefined,
        oidcProviders: undefined,
        smtpUrl: undefined,
      },
    });
  });

  test('an empty or blank variable counts as not set', () => {
    const empty = Object.fromEntries(describeConfig().map(({ name }) => [name, '']));
    const blank = Object.fromEntries(describeConfig().map(({ name }) => [name, '  ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  test('values are turned into what they mean', () => {
    const config = readConfig({
      NODE_ENV: 'production',
      HUB_PORT: '0',
      HUB_PUBLIC_URL: 'https://Hub.Example:443/',
      HUB_TRUSTED_PROXIES: '10.0.0.7, 192.168.0.0/16,fd00::/8 ::1',
      HUB_PRIVATE_ORIGINS: 'https://hub-a.example:8443=127.0.0.1',
      HUB_METRICS_PUBLIC: 'true',
      HUB_LIMIT_DEPTH: '3',
      HUB_MONGODB_URI: 'mongodb://127.0.0.1:27017/hub?replicaSet=rs0',
    });
    expect(config).toMatchObject({
      production: true,
      port: 0,
      publicUrl: 'https://hub.example',
      trustedProxies: ['10.0.0.7', '192.168.0.0/16', 'fd00::/8', '::1'],
      privateOrigins: [{ origin: 'https://hub-a.example:8443', address: '127.0.0.1' }],
      metricsPublic: true,
      limits: { depth: 3 },
      secrets: { mongodbUri: 'mongodb://127.0.0.1:27017/hub?replicaSet=rs0' },
    });
  });

  test.each([
    ['HUB_PORT', '65536'],
    ['HUB_PORT', '-1'],
    ['HUB_PORT', '4e3'],
    ['HUB_PUBLIC_URL', 'hub.example'],
    ['HUB_PUBLIC_URL', 'https://hub.example/path'],
    ['HUB_PUBLIC_URL', 'ftp://hub.example'],
    ['HUB_EARNER_URL', 'earner:4001'],
    ['HUB_TRUSTED_PROXIES', '10.0.0.7, proxy'],
    ['HUB_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['HUB_PRIVATE_ORIGINS', 'hub-a.example'],
    ['HUB_METRICS_PUBLIC', 'yes'],
    ['HUB_LOG_LEVEL', 'loud'],
    ['HUB_MAIL_FROM', 'Backpack Hub'],
    ['HUB_MAIL_FROM', 'Hub <hub@localhost>\r\nBcc: all@localhost'],
    ['HUB_SECRET', 'x'.repeat(31)],
    ['HUB_SMTP_URL', 'http://localhost:25'],
    ['HUB_MONGODB_URI', 'postgres://localhost'],
    ['HUB_SESSION_DAYS', '99999'],
  ])('%s may not be %p, and one sentence says so', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .* must be .+\\.$`, 's'));
  });

  const limits = describeConfig().filter(({ name }) =>
    /^HUB_(LIMIT_|FETCH_DEADLINE|SESSION_DAYS|RECHECK|DRAIN|STREAM_POLL)/.test(name),
  );

  test.each(limits.map(({ name }) => name))('nothing switches %s off', (name) => {
    for (const value of ['0', '-1', '1.5', 'Infinity', 'off', '99999999999']) {
      expect(problemsOf({ [name]: value })).toHaveLength(1);
    }
  });

  test('every wrong variable is named at once', () => {
    const problems = problemsOf({ HUB_PORT: 'x', HUB_LIMIT_COST: '0', HUB_SECRET: 'short' });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'HUB_LIMIT_COST',
      'HUB_PORT',
      'HUB_SECRET',
    ]);
  });

  test('a wrong secret is not shown', () => {
    const wrong = {
      HUB_SECRET: 'hunter2',
      HUB_SMTP_URL: 'x://u:hunter2@h',
      HUB_MONGODB_URI: 'hunter2',
    };
    const problems = problemsOf(wrong);
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('describing the configuration', () => {
  test('every setting has a name of its own and a meaning', () => {
    const rows = describeConfig();
    expect(rows).toHaveLength(48);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(rows.filter(({ meaning }) => !meaning.endsWith('.'))).toEqual([]);
    expect(rows.filter(({ name }) => !/^(HUB_[A-Z_]+|NODE_ENV)$/.test(name))).toEqual([]);
  });

  test('four settings are secrets, and have no default', () => {
    const secrets = describeConfig().filter(({ secret }) => secret);
    expect(secrets.map(({ name }) => name)).toEqual([
      'HUB_SECRET',
      'HUB_MONGODB_URI',
      'HUB_OIDC_PROVIDERS',
      'HUB_SMTP_URL',
    ]);
    expect(secrets.filter((setting) => setting.default !== undefined)).toEqual([]);
  });

  test('every default is what an empty environment is read as', () => {
    const defaults = describeConfig().flatMap((row) =>
      row.default === undefined ? [] : [[row.name, row.default] as const],
    );
    expect(readConfig(Object.fromEntries(defaults))).toEqual(readConfig({}));
  });

  test('a secret is shown as set or not set and nothing else', () => {
    const shown = showConfig({ HUB_SECRET: 'hunter2'.repeat(9), HUB_PORT: '81', HUB_SMTP_URL: '' });
    expect(shown).toContainEqual({ name: 'HUB_SECRET', value: 'set' });
    expect(shown).toContainEqual({ name: 'HUB_SMTP_URL', value: 'not set' });
    expect(shown).toContainEqual({ name: 'HUB_PORT', value: '81' });
    expect(shown).toContainEqual({ name: 'HUB_HOST', value: '127.0.0.1' });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });
});

describe('OpenID providers', () => {
  const provider = { id: 'school', name: 'School', issuer: 'https://id.example', clientId: 'hub' };
  const read = (given: unknown) => readConfig({ HUB_OIDC_PROVIDERS: JSON.stringify(given) });

  test('are believed about nobody, and sign with RS256, unless it says so', () => {
    expect(read([provider]).secrets.oidcProviders).toEqual([
      { ...provider, algorithm: 'RS256', authoritativeFor: [] },
    ]);
  });

  test.each([
    ['no list', provider],
    ['an unknown member', [{ ...provider, clientsecret: 'S3cret' }]],
    ['a name for addresses that is none', [{ ...provider, id: 'My School' }]],
    ['an algorithm without keys', [{ ...provider, algorithm: 'HS256', clientSecret: 'S3cret' }]],
    ['two of one id', [provider, provider]],
    ['a domain that is none', [{ ...provider, authoritativeFor: ['@x'], clientSecret: 'S3cret' }]],
  ])('with %s are refused, without a word of a secret', (_, given) => {
    const problems = problemsOf({ HUB_OIDC_PROVIDERS: JSON.stringify(given) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('HUB_OIDC_PROVIDERS');
    expect(problems[0]).not.toContain('S3cret');
  });
});
