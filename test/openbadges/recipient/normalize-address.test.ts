import { createHmac } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { normalizeAddress } from '../../../src/openbadges/index.js';

describe('normalised addresses', () => {
  test.each([
    ['Alice@Example.ORG', 'alice@example.org', 'oIJXW03qdbzpM3amHRmZGOTe-0XadRoen94cHF1NiVg'],
    [
      ' álice@bücher.example ',
      'álice@xn--bcher-kva.example',
      'tmI9EShnuSd6nDzNbfxgGgIAAePp1lgWn54M60ewR20',
    ],
  ])('agree with vector 2 of the federation protocol: %s', (typed, normalised, mac) => {
    const key = Uint8Array.from({ length: 32 }, (_, index) => index);
    const text = `bf-rcpt-v1\0${normalizeAddress(typed)}`;
    expect(normalizeAddress(typed)).toBe(normalised);
    expect(createHmac('sha256', key).update(text).digest('base64url')).toBe(mac);
  });

  test.each([
    ['a.b+c@example.org', 'a.b+c@example.org'],
    ['a\u0301lice@example.org', 'álice@example.org'],
    ['Ælf@example.org', 'Ælf@example.org'],
    ['"a@b"@Example.org', '"a@b"@example.org'],
    ['a@[127.0.0.1]', 'a@[127.0.0.1]'],
    ['a@127.1', 'a@127.1'],
    ['a@evil.example/x.example.org', 'a@evil.example/x.example.org'],
    ['a@ex%61mple.org', 'a@ex%61mple.org'],
    ['NOBODY', 'nobody'],
    ['', ''],
  ])('%s becomes %s', (typed, normalised) => {
    expect(normalizeAddress(typed)).toBe(normalised);
    expect(normalizeAddress(normalised)).toBe(normalised);
  });
});
