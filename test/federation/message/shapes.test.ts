import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';

import type { Bodies, EventPayloads } from '../../../src/federation/index.js';
import { EVENT_TYPES, MessageRefused, readBody, readEvent } from '../../../src/federation/index.js';
import type { MessageShape } from '../../../src/federation/message/schemas.js';
import { hasShape } from '../../../src/federation/message/schemas.js';

const ORIGIN = 'https://hub-a.example';
const KID = 'WWpn_pfHui9YKR4CZtQsDGMu7_Gch2zYChfSvnxgtPk';
const STREAM = { epoch: 'ep_77aa01b2', head: 230, oldest: 4 };
const DIGEST = 'sha-256:6lh3vDr5m1x8qk0c0rZ5yq2e6v1mS0h1mX4Yp0dX0aE';
const CREDENTIAL = { id: 'urn:uuid:1', issuer: 'https://issuer.example' };

/** One of each, with everything that may be in it. */
const EVENTS: EventPayloads = {
  'badge-offered': {
    offer: 'of_1',
    rev: 1,
    credential: {
      ...CREDENTIAL,
      format: 'ob2-json',
      validFrom: '2026-01-01T00:00:00.5+01:00',
      digest: DIGEST,
      size: 2,
      inline: 'e30',
    },
    display: { name: 'Teamwork', issuerName: 'Example University' },
    expires: 1,
    note: 'Well done',
  },
  'badge-withdrawn': { offer: 'of_1', rev: 2, reason: 'revoked' },
  'badge-status-hint': { credential: CREDENTIAL, observed: 'revoked', source: 'https://x.example' },
  'offer-accepted': { offer: 'of_1', rev: 2, at: 1 },
  'offer-declined': { offer: 'of_1', rev: 2, at: 1, reason: 'not_mine' },
  'link-closed': { link: 'lnk_1', at: 1 },
  'collection-changed': {
    collection: 'col_1',
    grant: 'grt_1',
    rev: 3,
    kinds: ['META'],
    href: `${ORIGIN}/federation/v1/collections/col_1`,
  },
  'collection-closed': { collection: 'col_1', grant: 'grt_1', rev: 4, reason: 'revoked' },
  'earner-moved': {
    link: 'lnk_1',
    rev: 1,
    newHub: 'https://hub-c.example',
    statement: 'e30.e30.AAAA',
    effective: 1,
    cancelUntil: 2,
    cancelled: true,
  },
  'hub-verification': { nonce: 'A'.repeat(22), state: 'active' },
  'hub-keys-changed': { kids: [KID], reason: 'planned' },
  'hub-retiring': { at: 1, successor: 'https://hub-c.example' },
  'stream-reset': { previousEpoch: 'ep_77aa01b2', reason: 'restored', snapshot: true },
  'stream-noop': {},
};

const BODIES: Bodies = {
  hello: { issuer: ORIGIN, versions: ['1'], nonce: 'A'.repeat(22) },
  'hello-answer': { state: 'pending' },
  'poll-request': {
    maxEvents: 100,
    returnImmediately: true,
    ack: ['0198f5c0-0000-7000-8000-000000000001'],
    setErrs: { '0198f5c0-0000-7000-8000-000000000002': { err: 'invalid_request' } },
    after: { epoch: 'ep_77aa01b2', seq: 17 },
  },
  'poll-answer': {
    sets: { '0198f5c0-0000-7000-8000-000000000001': 'e30.e30.AAAA' },
    moreAvailable: true,
    stream: { ...STREAM, status: 'paused' },
  },
  'resync-required': { err: 'resync_required', description: 'Read a snapshot.', stream: STREAM },
  'snapshot-request': { kinds: ['offers'], cursor: null },
  'snapshot-answer': {
    epoch: 'ep_77aa01b2',
    asOfSeq: 230,
    items: [
      { kind: 'offers', id: 'of_1', rev: 1, state: 'pending' },
      { kind: 'offers', id: 'of_2', rev: 2, tombstone: true },
    ],
    next: null,
  },
  'collection-snapshot': {
    collection: 'col_1',
    grant: 'grt_1',
    rev: 3,
    name: 'Best of',
    description: 'Mine',
    updatedAt: '2026-01-01T00:00:00Z',
    badges: [
      {
        id: 'bdg_1',
        name: 'Teamwork',
        description: 'Works with others',
        criteriaUrl: 'http://issuer.example/criteria',
        imageUrl: `${ORIGIN}/images/1`,
        issuer: { name: 'Example University', url: 'https://issuer.example' },
        issuedOn: '2026-01-01T00:00:00Z',
        expires: '2027-01-01T00:00:00Z',
        verdict: 'VALID',
        checkedAt: '2026-01-01T00:00:00Z',
        credential: {
          href: `${ORIGIN}/federation/v1/badges/bdg_1/credential`,
          format: 'ob2-json',
          digest: DIGEST,
          size: 2,
        },
      },
    ],
  },
};

const samples = [...Object.entries(EVENTS), ...Object.entries(BODIES)] as [
  MessageShape,
  Record<string, unknown>,
][];

describe('what hubs send each other', () => {
  test.each(samples)('%s may be all that its type allows', (shape, sample) => {
    expect(hasShape(shape, sample)).toBe(true);
  });

  test.each(samples)('F-92 %s may hold two members nobody knows, at any depth', (shape, sample) => {
    expect(hasShape(shape, withMore(sample))).toBe(true);
  });

  test.each(samples.filter(([shape]) => shape !== 'stream-noop'))(
    '%s may not hold a number where a text belongs, or the other way round',
    (shape, sample) => {
      const wrong = Object.entries(sample).map(([name, value]) => ({
        ...sample,
        [name]: typeof value === 'number' ? 'seven' : 7,
      }));
      expect(wrong.filter((each) => hasShape(shape, each))).toEqual([]);
    },
  );

  test('has a sample here for every event', () => {
    expect(Object.keys(EVENTS).sort()).toEqual([...EVENT_TYPES].sort());
  });

  test('has a schema that compiles for every file', () => {
    const folder = new URL('../../../schema/messages/', import.meta.url);
    const shapes = readdirSync(folder).map((name) => name.replace('.schema.json', ''));
    for (const shape of shapes.filter((name) => name !== 'common')) {
      expect(hasShape(shape as MessageShape, null)).toBe(false);
    }
  });

  test('is refused as a body when it is another one', () => {
    expect(readBody('hello', BODIES.hello)).toBe(BODIES.hello);
    expect(() => readBody('hello', BODIES['hello-answer'])).toThrow(MessageRefused);
  });

  test('F-43 is refused when its href is on another origin than its sender', () => {
    const events = (href: string) => ({
      'https://w3id.org/badge-federation/v1/collection-changed': {
        ...EVENTS['collection-changed'],
        href,
      },
    });
    const read = (href: string) => readEvent({ iss: ORIGIN, events: events(href) });
    expect(read(EVENTS['collection-changed'].href).type).toBe('collection-changed');
    for (const href of [
      'https://hub-c.example/x',
      'https://hub-a.example.evil.example/x',
      'https://hub-a.example@evil.example/x',
      'https://hub-a.example:8443/x',
    ]) {
      expect(() => read(href)).toThrow(expect.objectContaining({ fault: 'bad-event' }));
    }
  });
});

/** Maps whose members are names of something cannot hold others. */
const MAPS = ['sets', 'setErrs'];

function withMore(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withMore(item));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([member, content]) => [member, withMore(content, member)]),
  );
  return MAPS.includes(name) ? inner : { ...inner, 'x-one': 1, 'x-two': { of: [null] } };
}
