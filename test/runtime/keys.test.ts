import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { deriveKey } from '../../src/runtime/keys.js';

const secret = 'a secret of at least 32 characters';
const purposes = ['principal', 'cursor', 'issuer'] as const;

describe('derived keys', () => {
  test.each(purposes)('the key for %s is HKDF-SHA256 of the secret', (purpose) => {
    // RFC 5869 by hand: extract with a salt of zeros, then the first block of expand.
    const extracted = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
    const expanded = createHmac('sha256', extracted)
      .update(`backpack-hub/${purpose}/1`)
      .update(Uint8Array.of(1))
      .digest('hex');
    expect(Buffer.from(deriveKey(secret, purpose)).toString('hex')).toBe(expanded);
  });

  test('every purpose and every secret has a key of its own', () => {
    const keys = purposes.flatMap((purpose) =>
      [secret, `${secret}!`].map((each) => deriveKey(each, purpose).join()),
    );
    expect(new Set(keys).size).toBe(6);
  });
});
