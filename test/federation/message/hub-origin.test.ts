import { describe, expect, test } from '@jest/globals';

import { hubOriginOf, isHubOrigin, isServedBy } from '../../../src/federation/index.js';

describe('the name of a hub', () => {
  test.each(['https://hub-a.example', 'https://hub.example:8443', 'https://xn--bcher-kva.example'])(
    'may be %s',
    (origin) => {
      expect(isHubOrigin(origin)).toBe(true);
    },
  );

  test.each([
    'https://hub-a.example/',
    'https://hub-a.example/path',
    'https://HUB-A.example',
    'https://bücher.example',
    'https://hub-a.example:443',
    'https://hub-a.example:99999',
    'https://user@hub-a.example',
    'http://hub-a.example',
    'hub-a.example',
    'https://',
    '',
    `https://${'a'.repeat(254)}`,
    ['https://hub-a.example'],
    null,
  ])('may not be %j', (origin) => {
    expect(isHubOrigin(origin)).toBe(false);
  });

  test('is read off any address of it', () => {
    expect(hubOriginOf('https://Hub-A.example:443/federation/v1/events')).toBe(
      'https://hub-a.example',
    );
    expect(hubOriginOf('https://Bücher.example/x')).toBe('https://xn--bcher-kva.example');
    expect(hubOriginOf('http://hub-a.example/x')).toBeUndefined();
    expect(hubOriginOf('https://u:p@hub-a.example/x')).toBeUndefined();
    expect(hubOriginOf('nonsense')).toBeUndefined();
  });

  test('says what is served by a hub', () => {
    expect(isServedBy('https://hub-a.example/x', 'https://hub-a.example')).toBe(true);
    expect(isServedBy('https://hub-a.example.evil.example/x', 'https://hub-a.example')).toBe(false);
    expect(isServedBy('https://hub-a.example:8443/x', 'https://hub-a.example')).toBe(false);
  });

  test('is the same the ten thousandth time, letters beyond ASCII included', () => {
    const names = Array.from({ length: 10_000 }, () => hubOriginOf('https://bücher.example/x'));
    expect([...new Set(names)]).toEqual(['https://xn--bcher-kva.example']);
  });
});
