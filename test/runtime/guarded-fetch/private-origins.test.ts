import { describe, expect, test } from '@jest/globals';
import { parsePrivateOrigins } from '../../../src/runtime/guarded-fetch/index.js';

describe('the list of private origins', () => {
  test.each([
    ['', []],
    [' ,\n ', []],
    ['http://192.168.1.20:8080', [{ origin: 'http://192.168.1.20:8080' }]],
    ['https://Badges.School.example:443/', [{ origin: 'https://badges.school.example' }]],
    [
      'https://hub-a.example:8443=127.0.0.1,https://hub-b.example=[::1]',
      [
        { origin: 'https://hub-a.example:8443', address: '127.0.0.1' },
        { origin: 'https://hub-b.example', address: '::1' },
      ],
    ],
    [
      'http://a.example http://b.example',
      [{ origin: 'http://a.example' }, { origin: 'http://b.example' }],
    ],
  ])('%j is read', (text, origins) => {
    expect(parsePrivateOrigins(text)).toEqual(origins);
  });

  test.each([
    ['badges.example', 'an origin'],
    ['ftp://badges.example', 'an origin'],
    ['file:///etc', 'an origin'],
    ['*', 'an origin'],
    ['http://', 'an origin'],
    ['https://badges.example/path', 'an origin alone'],
    ['https://badges.example?', 'an origin alone'],
    ['https://me@badges.example', 'an origin alone'],
    ['https://badges.example=', 'an IP address'],
    ['https://badges.example=localhost', 'an IP address'],
    ['https://badges.example=127.0.0.1:80', 'an IP address'],
    ['https://badges.example=127.1', 'an IP address'],
  ])('%s is refused, because it lacks %s', (entry, lacking) => {
    expect(() => parsePrivateOrigins(`http://ok.example,${entry}`)).toThrow(`"${entry}" must`);
    expect(() => parsePrivateOrigins(entry)).toThrow(lacking);
  });

  test('an origin is listed once', () => {
    expect(() => parsePrivateOrigins('http://a.example=::1,http://a.example:80')).toThrow('twice');
  });
});
