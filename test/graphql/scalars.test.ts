import { describe, expect, test } from '@jest/globals';
import { parseValue } from 'graphql';
import type { GraphQLScalarType } from 'graphql';
import {
  Base64,
  CursorScalar,
  DateTime,
  EmailAddress,
  Json,
  UrlScalar,
} from '../../src/graphql/index.js';

const MIB = 1024 * 1024;
const base64 = (bytes: number): string => Buffer.alloc(bytes).toString('base64');
const address = (characters: number): string => `${'x'.repeat(10)}@${'y'.repeat(characters - 11)}`;

describe.each<[string, GraphQLScalarType, readonly string[], readonly unknown[]]>([
  [
    'EmailAddress',
    EmailAddress,
    ['a@b', 'earner+badges@example.org', '"quoted"@example.org', 'ä@ö.example', address(254)],
    [
      '',
      'a',
      '@b',
      'a@',
      'a@b@c',
      'a b@c',
      'a@b\nc',
      'a\0@b',
      'x,a@b',
      'x;a@b',
      '<a@b>',
      address(255),
      `${'x'.repeat(65)}@y`,
    ],
  ],
  [
    'URL',
    UrlScalar,
    ['https://a.example', 'http://127.0.0.1:8080/x?y#z', `https://a.example/${'x'.repeat(2_030)}`],
    ['', '/x', 'a.example', 'ftp://a', 'file:///x', 'data:,x', 'javascript:x', 'https://'],
  ],
  [
    'Base64',
    Base64,
    ['', 'YQ==', 'YWI=', 'YWJj', base64(2 * MIB)],
    ['YQ', 'YQ=', 'YQ===', 'Y Q=', '-_-_', 'YWJj\n', base64(2 * MIB + 3)],
  ],
  ['Cursor', CursorScalar, ['a', 'x'.repeat(1_024)], ['', 'x'.repeat(1_025)]],
])('%s', (name, scalar, good, bad) => {
  test('takes what is one, as it is', () => {
    for (const text of good) {
      expect(scalar.parseValue(text)).toBe(text);
      expect(scalar.parseLiteral(parseValue(JSON.stringify(text)))).toBe(text);
    }
  });

  test.each([...bad, 42, null, true, ['a@b'], { $ne: null }])('refuses %j', (value) => {
    const refused = { message: expect.stringContaining(name), extensions: { code: 'BAD_INPUT' } };
    expect(() => scalar.parseValue(value)).toThrow(expect.objectContaining(refused));
    // Members of an object need names in an operation; there it is another kind of value anyway.
    const literal = parseValue(typeof value === 'object' ? 'ENUM' : JSON.stringify(value));
    expect(() => scalar.parseLiteral(literal)).toThrow(expect.objectContaining(refused));
  });
});

describe('DateTime', () => {
  test.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T00:00:00.5+02:00', '2025-12-31T22:00:00.500Z'],
  ])('reads %s', (text, iso) => {
    expect(DateTime.serialize(DateTime.parseValue(text))).toBe(iso);
    expect(DateTime.serialize(DateTime.parseLiteral(parseValue(`"${text}"`)))).toBe(iso);
  });

  test.each(['', '2026-01-01', '2026-01-01T00:00:00', '2026-13-01T00:00:00Z', 'now', 0, null])(
    'refuses %j',
    (value) => {
      expect(() => DateTime.parseValue(value)).toThrow(
        expect.objectContaining({ extensions: { code: 'BAD_INPUT' } }),
      );
    },
  );
});

describe('JSON', () => {
  test('is any value, in variables and in the operation itself', () => {
    const literal = parseValue('{a: [1, 2.5, "x", true, null, {b: {}}]}');
    expect(Json.parseLiteral(literal)).toEqual({ a: [1, 2.5, 'x', true, null, { b: {} }] });
    expect(Json.parseValue({ a: 1 })).toEqual({ a: 1 });
    expect(Json.serialize({ a: 1 })).toEqual({ a: 1 });
  });

  test('takes variables within it', () => {
    expect(Json.parseLiteral(parseValue('{a: $b}'), { b: { c: 1 } })).toEqual({ a: { c: 1 } });
  });

  test('keeps __proto__ a plain member', () => {
    const value = Json.parseLiteral(parseValue('{__proto__: {polluted: true}}')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
