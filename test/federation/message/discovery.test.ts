import { describe, expect, test } from '@jest/globals';

import type { DiscoveryDocument } from '../../../src/federation/index.js';
import {
  commonVersion,
  describeHub,
  parseStrictJson,
  readDiscovery,
} from '../../../src/federation/index.js';

const ORIGIN = 'https://hub-a.example';
const ours: DiscoveryDocument = describeHub({
  origin: ORIGIN,
  softwareVersion: '0.1.0',
  name: 'Hub A',
  contact: 'mailto:ops@hub-a.example',
  policyUri: `${ORIGIN}/policy`,
  mode: 'approval',
  recoveryThumbprint: 'WWpn_pfHui9YKR4CZtQsDGMu7_Gch2zYChfSvnxgtPk',
  authorizationServer: ORIGIN,
  credentialFormats: ['ob2-json'],
  limits: {
    set_bytes: 65_536,
    credential_bytes: 2_097_152,
    rate_per_minute: 600,
    burst: 120,
    poll_max_events: 100,
  },
  retentionDays: { outbox: 30, dedupe: 60 },
  also: { badgeconnect: `${ORIGIN}/.well-known/badgeconnect.json` },
});
const ELSEWHERE = 'https://hub-c.example/x';

describe('the discovery document', () => {
  test('that we write is one that we read, as sent and parsed', () => {
    const json = parseStrictJson(JSON.stringify(ours));
    const { document, version } = readDiscovery(json, ORIGIN);
    expect(version).toBe('1');
    expect(JSON.stringify(document)).toBe(JSON.stringify(ours));
  });

  test('may send people to an authorization server on another origin', () => {
    const endpoints = { ...ours.endpoints, authorization_server: 'https://login.school.example' };
    expect(readDiscovery({ ...ours, endpoints }, ORIGIN).version).toBe('1');
  });

  test('F-92 may hold members nobody knows and versions of the future', () => {
    const future = { ...ours, versions: ['3', '1', '2'], more: 1, limits: { more: 'a' } };
    expect(readDiscovery(future, ORIGIN).version).toBe('1');
  });

  test.each<[string, object]>([
    ['issuer', { issuer: 'https://hub-c.example' }],
    ['issuer with a slash', { issuer: `${ORIGIN}/` }],
    ['jwks_uri', { jwks_uri: ELSEWHERE }],
    ['jwks_uri over http', { jwks_uri: 'http://hub-a.example/jwks' }],
    ['jwks_uri with a user', { jwks_uri: 'https://hub-a.example@hub-c.example/jwks' }],
    ['policy_uri', { policy_uri: ELSEWHERE }],
    ['also', { also: { ob3: ELSEWHERE } }],
    ['an endpoint with a query', { endpoints: { ...ours.endpoints, poll: `${ORIGIN}/p?x=1` } }],
    ...(['hello', 'events', 'poll', 'snapshot'] as const).map((name): [string, object] => [
      name,
      { endpoints: { ...ours.endpoints, [name]: ELSEWHERE } },
    ]),
    ['a mode nobody knows', { mode: 'closed' }],
    ['no versions', { versions: [] }],
  ])('F-43 is refused for %s', (_, wrong) => {
    expect(() => readDiscovery({ ...ours, ...wrong }, ORIGIN)).toThrow(
      expect.objectContaining({ fault: 'bad-discovery' }),
    );
  });

  test('is refused when there is no common version', () => {
    expect(() => commonVersion(['2', '0.9'])).toThrow(
      expect.objectContaining({ fault: 'no-common-version' }),
    );
  });
});
