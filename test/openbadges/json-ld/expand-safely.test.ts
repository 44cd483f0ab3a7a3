import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { expandSafely } from '../../../src/openbadges/json-ld/expand-safely.js';
import type { JsonObject } from '../../../src/openbadges/parse/strict-json.js';
import { isObject, readJson } from '../../../src/openbadges/parse/strict-json.js';
import { startWebServer } from '../../support/local-server.js';

const V1 = 'https://w3id.org/openbadges/v1';
const V2 = 'https://w3id.org/openbadges/v2';
const APPLY_LINK = 'https://w3id.org/openbadges/extensions/applyLinkExtension/context.json';

/** More than a badge may have: expansion has limits of its own. */
const LIMITS = { maxBytes: 2 ** 20, maxValues: 2 ** 20 };

/** As documents come in: read strictly, without prototypes. */
function documentOf(members: object | string): JsonObject {
  const text = typeof members === 'string' ? members : JSON.stringify(members);
  const reading = readJson(text, LIMITS);
  if (reading.kind !== 'read' || !isObject(reading.value)) throw new Error('Not a document.');
  return reading.value;
}

function expanded(members: object | string) {
  return expandSafely(documentOf(members));
}

describe('expansion', () => {
  test('gives every name its IRI, through the contexts of an extension', async () => {
    const link = { '@context': APPLY_LINK, type: 'extensions:ApplyLink', url: 'https://a.example' };
    const document = { '@context': V2, name: 'Welding', 'extensions:ApplyLink': link };
    await expect(expanded(document)).resolves.toEqual({
      kind: 'expanded',
      dropped: 0,
      foreign: false,
      nodes: [
        {
          'http://schema.org/name': [{ '@value': 'Welding' }],
          'https://w3id.org/openbadges/extensions#ApplyLink': [
            {
              '@type': ['https://w3id.org/openbadges/extensions#ApplyLink'],
              'https://w3id.org/openbadges/extensions#applyLink': [
                { '@value': 'https://a.example' },
              ],
            },
          ],
        },
      ],
    });
  });

  test('takes "verify" and "verification" in one document for one thing', async () => {
    const both = { verify: { type: 'hosted' }, verification: { type: 'HostedBadge' } };
    const type = ['https://w3id.org/openbadges#HostedBadge'];
    await expect(expanded({ '@context': V2, ...both })).resolves.toMatchObject({
      dropped: 0,
      nodes: [{ 'https://w3id.org/openbadges#verify': [{ '@type': type }, { '@type': type }] }],
    });
  });

  test.each<readonly [string, object, number]>([
    ['nothing', { type: 'Assertion', name: 'x' }, 0],
    ['a member that no context defines', { name: 'x', alignments: [] }, 1],
    ['such members at any depth', { shoe: 1, badge: { sock: { hat: 1 }, name: 'x' } }, 2],
    ['a type that no context defines', { type: ['Assertion', 'Certificate'] }, 1],
    ['a value that is nowhere', { '@graph': ['x'] }, 1],
    ['an unknown keyword', { '@everything': 1, name: 'x' }, 1],
    ['no member that is an IRI', { 'https://example.org/shoe': 1, 'schema:funder': 1 }, 0],
    ['no id that is relative', { id: '/badges/1', name: 'x', image: 'x.png' }, 0],
    ['no language, whatever it is', { '@language': 'pt_br', name: 'x' }, 0],
    ['no recipient known by its id', { recipient: { type: 'id', identity: 'x' } }, 0],
  ])('drops %s', async (_, members, dropped) => {
    const document = { '@context': V2, ...members };
    await expect(expanded(document)).resolves.toMatchObject({ kind: 'expanded', dropped });
  });

  test.each<readonly [string, object, string]>([
    ['an id that is a number', { id: 5 }, 'invalid @id value'],
    ['an id that is a list', { id: ['urn:a'] }, 'invalid @id value'],
    ['a type that is a number', { badge: { type: [5] } }, 'invalid type value'],
    ['two ids', { id: 'urn:a', '@id': 'urn:a' }, 'colliding keywords'],
    ['a value and members', { name: { '@value': 'a', id: 'urn:a' } }, 'invalid value object'],
    ['a list as a value', { name: { '@value': ['a'] } }, 'invalid value object value'],
    ['a language of a number', { name: { '@value': 1, '@language': 'en' } }, 'language-tagged'],
    ['a list with members', { tags: { '@list': ['a'], name: 'x' } }, 'invalid set or list object'],
    ['a graph that is a text', { '@graph': 'x' }, 'invalid @graph value'],
    ['nothing to nest', { '@nest': 5 }, 'invalid @nest value'],
    ['nothing to reverse', { '@reverse': 5 }, 'invalid @reverse value'],
  ])('names the rule that is broken by %s', async (_, members, error) => {
    await expect(expanded({ '@context': V2, ...members })).resolves.toMatchObject({
      kind: 'contradictory',
      error: expect.stringContaining(error) as unknown,
    });
  });
});

describe('a context that is not held', () => {
  const foreign: readonly (readonly [string, unknown])[] = [
    ['an unknown address', 'https://example.org/context.json'],
    ['an unknown address in a list', [V2, 'https://example.org/context.json']],
    ['a relative address', 'context.json'],
    ['terms on the spot', { name: 'http://schema.org/name' }],
    ['terms on the spot, after a known address', [V2, { shoe: 'urn:shoe' }]],
    ['none, to begin anew', [null]],
    ['a number', 5],
  ];

  test.each(foreign)('is not followed: %s', async (_, context) => {
    await expect(expanded({ '@context': context, name: 'x', id: 5 })).resolves.toEqual({
      kind: 'expanded',
      nodes: [],
      dropped: 0,
      foreign: true,
    });
  });

  test.each(foreign)('takes only its own object with it: %s', async (_, context) => {
    const part = { '@context': context, shoe: 1, id: 5 };
    const document = { '@context': V2, name: 'x', badge: part, related: [part, 'urn:b'] };
    await expect(expanded(document)).resolves.toEqual({
      kind: 'expanded',
      nodes: [
        {
          'http://schema.org/name': [{ '@value': 'x' }],
          'http://purl.org/dc/terms/relation': [{ '@id': 'urn:b' }],
        },
      ],
      dropped: 0,
      foreign: true,
    });
  });

  test('brings nobody a request', async () => {
    const server = await startWebServer((_, response) => response.end('{"@context":{}}'));
    try {
      const address = `http://127.0.0.1:${String(server.port)}/context.json`;
      const contexts = [
        address,
        [V2, address],
        { '@import': address },
        { a: { '@context': address } },
      ];
      for (const context of contexts) {
        const part = { '@context': context, '@import': address, id: address, type: address };
        await expanded({ ...part, name: 'x' });
        await expanded({ '@context': V2, '@import': address, id: address, badge: part });
        await expanded({ '@context': [V2], badge: part, image: address, '@graph': [part] });
      }
      expect(server.connections()).toBe(0);
    } finally {
      await server.close();
    }
  });
});

describe('a hostile document', () => {
  test('does not get a context in through a prototype', async () => {
    const hidden = '{"@context":{"shoe":"urn:shoe"}}';
    const document = `{"@context":"${V2}","badge":{"__proto__":${hidden},"shoe":1}}`;
    await expect(expanded(document)).resolves.toMatchObject({ dropped: 2, foreign: false });
  });

  test.each<readonly [string, object]>([
    [
      'a long list of contexts',
      { '@context': Array.from({ length: 51 }, (_, at) => [V1, V2][at % 2]) },
    ],
    ['contexts side by side', { '@context': V2, related: Array(50).fill({ '@context': V1 }) }],
    ['10,003 values', { '@context': V2, evidence: Array(5_001).fill({ name: 'x' }) }],
    ['lists of one list', { '@context': V2, tags: Array(5_000).fill([[]]) }],
  ])('with %s is given up', async (_, document) => {
    await expect(expanded(document)).resolves.toEqual({ kind: 'too-large' });
  });

  test.each<readonly [string, object]>([
    ['a long relative address', { image: `//${'@:'.repeat(400_000)}` }],
    ['a long way up', { id: '../'.repeat(300_000), name: 'x' }],
    ['many small objects', { evidence: Array.from({ length: 4_900 }, () => ({ name: 'x' })) }],
    ['lists in lists', { tags: Array.from({ length: 4_900 }, () => ['x']) }],
    [
      '30 levels',
      Array(30)
        .fill(0)
        .reduce<object>((inner) => ({ badge: inner }), { name: 'x' }),
    ],
  ])('with %s is expanded all the same', async (_, members) => {
    await expect(expanded({ '@context': V2, ...members })).resolves.toMatchObject({
      kind: 'expanded',
      dropped: 0,
    });
  });

  test('of any shape ends in one of the three ways', async () => {
    const names = ['@id', '@type', '@value', '@list', '@set', '@graph', '@reverse', '@included'];
    const member = fc.constantFrom(
      ...names,
      ...['@index', '@language', '@direction', '@nest', '@context', 'id', 'type', 'badge', 'name'],
      ...['issuedOn', 'hashed', '__proto__', 'constructor', 'hasOwnProperty', 'obi:x', 'urn:x', ''],
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(
          0,
          true,
          '',
          'x',
          '@id',
          '@type',
          '@json',
          '@none',
          'urn:x',
          V2,
          V1,
        ),
        fc.constantFrom<unknown>('_:b', 'obi:x', 'en', 'ltr', [], {}),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(member, tie('value'), { maxKeys: 4, noNullPrototype: false }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(member, value, { maxKeys: 6 }), async (members) => {
        const text = JSON.stringify({ ...members, '@context': V2 });
        const { kind } = await expanded(text);
        expect(['expanded', 'contradictory', 'too-large']).toContain(kind);
      }),
      { numRuns: 1_000 },
    );
  });
});
