import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readJson, readJsonBytes } from '../../../src/openbadges/parse/strict-json.js';

describe('strict JSON', () => {
  test.each([
    ['a member named twice', '{"a":1,"b":2,"a":3}'],
    ['a member named twice deep inside', '[{"a":{"b":1,"b":1}}]'],
    ['a member named twice with an escape', String.raw`{"a":1,"\u0061":2}`],
    ['33 levels', '['.repeat(33) + ']'.repeat(33)],
    ['a number beyond range', '{"a":1e400}'],
    ['half of a character in a text', String.raw`["\ud800"]`],
    ['half of a character in a name', String.raw`{"\udc00":1}`],
    ['a trailing comma', '[1,]'],
    ['a comment', '{} // hi'],
    ['nothing', ''],
    ['a second value', '{}{}'],
    ['a lot of brackets', '['.repeat(1_000_000)],
    ['10,001 values', `[${'1,'.repeat(10_000)}1]`],
    ['more than 1 MiB', `"${'x'.repeat(1024 * 1024)}"`],
  ])('refuses %s', (_, text) => {
    expect(readJson(text)).toMatchObject({ kind: 'broken' });
  });

  test.each([
    ['32 levels', '['.repeat(32) + ']'.repeat(32)],
    ['10,000 values', `[${'1,'.repeat(9_999)}1]`],
    ['the same name in neighbours', '[{"a":1},{"a":{"a":1}},{"b":"a","a":"b"}]'],
    ['brackets, quotes and colons in texts', String.raw`{"a":"}{[\"a\":","b\"":1}`],
    ['a byte order mark', '\uFEFF{}'],
    ['a whole surrogate pair', String.raw`"\ud83d\ude00"`],
  ])('reads %s', (_, text) => {
    expect(readJson(text)).toMatchObject({ kind: 'read' });
  });

  test('leaves out members that are null, as JSON-LD does', () => {
    expect(readJson('{"a":null,"b":{"c":null}}')).toEqual({ kind: 'read', value: { b: {} } });
  });

  test('gives names like __proto__ and constructor no meaning', () => {
    const json = readJson('{"__proto__":{"polluted":true},"a":{}}');
    const value = (json.kind === 'read' ? json.value : {}) as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(value['polluted']).toBeUndefined();
    expect(value['constructor']).toBeUndefined();
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(readJsonBytes(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ kind: 'broken' });
  });

  test('reads whatever JSON holds no null, half character or minus zero, unchanged', () => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
    const anything = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small', maxDepth: 8 }, leaf, tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(fc.string(), tie('value'), { maxKeys: 5, noNullPrototype: false }),
    })).value;
    fc.assert(
      fc.property(anything, (value) => {
        const json = readJson(JSON.stringify(value));
        expect(json.kind === 'read' && JSON.stringify(json.value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test.each([
    ['names', `{${Array.from({ length: 80_000 }, (_, i) => `"k${String(i)}":1`).join(',')}}`],
    ['escapes', `"${'\\n'.repeat(500_000)}"`],
    ['objects', `[${'{},'.repeat(300_000)}{}]`],
  ])('takes no long time for 1 MiB of %s, read or refused', (_, text) => {
    const start = performance.now();
    readJson(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
