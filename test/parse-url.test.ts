import { expect, test } from '@jest/globals';
import { parseUrl } from '../src/parse-url.js';

test('a URL with letters beyond ASCII is read, also after ten thousand calls', () => {
  for (let turn = 0; turn < 10_000; turn += 1) {
    expect(parseUrl('https://bücher.example/é')?.href).toBe('https://xn--bcher-kva.example/%C3%A9');
  }
});

test('a path is read below its base, and what is no URL is undefined', () => {
  expect(parseUrl('a/b', 'https://hub.example/c/')?.href).toBe('https://hub.example/c/a/b');
  expect(parseUrl('a/b')).toBeUndefined();
  expect(parseUrl('https://')).toBeUndefined();
});
