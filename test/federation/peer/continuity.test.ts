import { describe, expect, test } from '@jest/globals';

import type { HubKeys, SigningKey } from '../../../src/federation/index.js';
import {
  describeKeys,
  judgeKeys,
  readHubKeys,
  sharesKey,
  signRecovery,
} from '../../../src/federation/index.js';
import { ES256_KEY, ed25519Key, keysOf } from '../keys.js';

const HUB = 'https://hub-a.example';
const NOW = new Date('2026-01-20T00:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const [oldKey, newKey, otherKey] = [ed25519Key(1), ed25519Key(40), ed25519Key(80)];
const recoveryKey = ed25519Key(120);
const trusted = keysOf(oldKey);

const judge = (fetched: HubKeys, more: Partial<Parameters<typeof judgeKeys>[0]> = {}) =>
  judgeKeys({
    hub: HUB,
    trusted,
    fetched,
    announced: [],
    recoveryThumbprint: recoveryKey.kid,
    now: NOW,
    ...more,
  });

const recovered = async (
  keys: readonly SigningKey[],
  { hub = HUB, now = NOW, kids = keys.map(({ kid }) => kid), by = recoveryKey } = {},
): Promise<HubKeys> => ({
  ...keysOf(...keys),
  recovery: await signRecovery({ hub, kids, now }, by),
});

describe('a hub with other keys than before', () => {
  test('is the same with the same keys, whatever their status and order', async () => {
    const keys = keysOf(newKey, oldKey).keys.map((key) => ({ ...key, status: 'retired' as const }));
    expect(await judge({ keys }, { trusted: keysOf(oldKey, newKey) })).toBe('same');
  });

  test('continues when one key is still there', async () => {
    expect(sharesKey(trusted, keysOf(newKey, oldKey))).toBe(true);
    expect(await judge(keysOf(newKey, oldKey))).toBe('continued');
  });

  test('F-35 needs a review when nothing connects the keys', async () => {
    expect(sharesKey(trusted, keysOf(newKey))).toBe(false);
    expect(await judge(keysOf(newKey))).toBe('review');
  });

  test('F-36 continues when an old key announced all the new ones within 14 days', async () => {
    const said = (days: number, ...keys: readonly SigningKey[]) => ({
      announced: [{ kids: keys.map(({ kid }) => kid), at: daysAgo(days) }],
    });
    expect(await judge(keysOf(newKey), said(14, newKey))).toBe('continued');
    expect(await judge(keysOf(newKey), said(15, newKey))).toBe('review');
    expect(await judge(keysOf(newKey, otherKey), said(1, newKey))).toBe('review');
    expect(await judge(keysOf(newKey, otherKey), said(1, newKey, otherKey))).toBe('continued');
  });

  test.each([recoveryKey, ES256_KEY])(
    'F-36 is recovered when its recovery key names all keys, with $alg',
    async (by) => {
      const keys = await recovered([newKey, otherKey], { by });
      expect(await judge(keys, { recoveryThumbprint: by.kid })).toBe('recovered');
    },
  );

  test.each<[string, Parameters<typeof recovered>[1]]>([
    ['by another key', { by: otherKey }],
    ['for another hub', { hub: 'https://hub-c.example' }],
    ['longer ago than 30 days', { now: daysAgo(31) }],
    ['in the future', { now: daysAgo(-1) }],
    ['about fewer keys', { kids: [newKey.kid] }],
  ])('F-36 needs a review when the recovery was signed %s', async (_, options) => {
    expect(await judge(await recovered([newKey, otherKey], options))).toBe('review');
  });

  test('F-36 needs a review when no recovery key was pinned', async () => {
    const keys = await recovered([newKey]);
    expect(await judge(keys, { recoveryThumbprint: undefined })).toBe('review');
  });

  test.each(['a.b.c', 'e30.e30.e30', 'A.e30.e30', 'nonsense', ''])(
    'F-36 needs a review when the recovery is %j',
    async (recovery) => {
      expect(await judge({ ...keysOf(newKey), recovery })).toBe('review');
    },
  );

  test('F-36 is not vouched for by a statement that was changed', async () => {
    const keys = await recovered([newKey]);
    const [header, payload, signature] = (keys.recovery ?? '').split('.');
    const forged = Buffer.from(payload ?? '', 'base64url')
      .toString()
      .replace(newKey.kid, otherKey.kid);
    const recovery = [header, Buffer.from(forged).toString('base64url'), signature].join('.');
    expect(await judge({ ...keysOf(otherKey), recovery })).toBe('review');
  });

  test('publishes its recovery where others read it', async () => {
    const keys = await recovered([newKey]);
    const published: unknown = JSON.parse(JSON.stringify(describeKeys(keys)));
    expect(readHubKeys(published)).toEqual(keys);
  });
});
