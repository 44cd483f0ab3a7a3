import { describe, expect, test } from '@jest/globals';

import type { HubEvent, Message, SigningKey } from '../../../src/federation/index.js';
import {
  MessageRefused,
  claimsOf,
  readSetEnvelope,
  signSet,
  verifySet,
} from '../../../src/federation/index.js';
import { ES256_KEY, ed25519Key, keysOf } from '../keys.js';

const SELF = 'https://hub-b.example';
const NOW = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

const accepted: HubEvent = {
  type: 'offer-accepted',
  payload: { offer: 'of_1', rev: 2, at: 1_767_225_590 },
};
const message = (changed: Partial<Message> = {}): Message => ({
  from: 'https://hub-a.example',
  to: SELF,
  jti: '0198f5c0-0000-7000-8000-000000000001',
  happenedAt: after(-10),
  deliveryAddress: 'rcp_1',
  place: { epoch: 'ep_3f9c1d2a', seq: 42 },
  event: accepted,
  ...changed,
});

const arrive = async (sent: Message, key: SigningKey, now = NOW, signedAt = NOW) => {
  const envelope = readSetEnvelope(await signSet(claimsOf(sent, signedAt), key), { self: SELF });
  const keys = keysOf(ed25519Key(), ES256_KEY);
  return verifySet(envelope, { keys, keysAt: NOW, self: SELF, now });
};

const outcomeOf = async (arrived: Promise<unknown>): Promise<string> => {
  try {
    await arrived;
    return 'taken';
  } catch (error) {
    if (error instanceof MessageRefused) return error.fault;
    throw error;
  }
};

describe('a message between hubs', () => {
  test.each([ed25519Key(), ES256_KEY])('arrives as it was sent, signed with $alg', async (key) => {
    const { event, claims } = await arrive(message(), key);
    expect(event).toEqual(accepted);
    expect(claims).toMatchObject({ iss: 'https://hub-a.example', stm: { seq: 42 } });
  });

  test('has the same evh in every attempt, and another one when anything else differs', async () => {
    const first = await arrive(message(), ed25519Key());
    const again = await arrive(message(), ES256_KEY, after(86_400), after(86_400));
    const other = await arrive(message({ txn: 'another' }), ed25519Key());
    expect(again.evh).toBe(first.evh);
    expect(other.evh).not.toBe(first.evh);
  });

  test.each([
    [-300, 'taken'],
    [-301, 'clock'],
    [60, 'taken'],
    [61, 'clock'],
  ])('F-30 dated %i s from our clock is %s', async (seconds, expected) => {
    expect(await outcomeOf(arrive(message(), ed25519Key(), NOW, after(seconds)))).toBe(expected);
  });

  test('F-30 is taken again when it is signed anew after our clock was stepped', async () => {
    for (const step of [-600, 600]) {
      const stepped = after(step);
      await expect(arrive(message(), ed25519Key(), stepped)).rejects.toMatchObject({
        fault: 'clock',
        err: 'invalid_request',
        bfCode: 'bf_clock',
      });
      expect((await arrive(message(), ed25519Key(), stepped, stepped)).event).toEqual(accepted);
    }
  });

  test.each([
    ['44 days ago', 44 * 86_400, 'taken'],
    ['45 days and an hour ago', 45 * 86_400 + 3600, 'taken'],
    ['a second longer ago', 45 * 86_400 + 3601, 'stale'],
  ])('F-10 about what happened %s is %s or refused', async (_, secondsAgo, expected) => {
    const arrived = arrive(message({ happenedAt: after(-secondsAgo) }), ed25519Key());
    expect(await outcomeOf(arrived)).toBe(expected);
  });

  test('is not taken when the keys of its sender were read longer than 7 days ago', async () => {
    const late = after(7 * 86_400 + 1);
    await expect(arrive(message(), ed25519Key(), late, late)).rejects.toMatchObject({
      fault: 'old-keys',
    });
  });

  test('F-92 of a type nobody knows is returned as such, with members nobody knows', async () => {
    const claims = {
      ...claimsOf(message(), NOW),
      more: { of: 'it' },
      events: { 'https://w3id.org/badge-federation/v1/badge-praised': { stars: 5 } },
    };
    const envelope = readSetEnvelope(await signSet(claims, ed25519Key()), { self: SELF });
    const verifier = { keys: keysOf(ed25519Key()), keysAt: NOW, self: SELF, now: NOW };
    expect((await verifySet(envelope, verifier)).event).toEqual({
      type: 'unknown',
      uri: 'https://w3id.org/badge-federation/v1/badge-praised',
      payload: { stars: 5 },
    });
  });
});
