import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Makes names for things, so that tests can choose them. */
export interface Ids {
  /** `${prefix}_` and a part nobody can guess, for instance `bdg_5x0r…`. */
  make(prefix: string): string;
}

/** Crockford's base 32: no letter that is mistaken for a digit or for another letter. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters of 5 bits each: 130 random bits. */
const RANDOM_CHARACTERS = 26;

export const randomIds: Ids = {
  make: (prefix) => {
    // 256 is a multiple of 32, so every character is equally likely.
    const characters = Array.from(randomBytes(RANDOM_CHARACTERS), (byte) =>
      ALPHABET.charAt(byte % ALPHABET.length),
    );
    return `${prefix}_${characters.join('')}`;
  },
};

/** A bearer secret of 32 random bytes, base64url. Store only its `sha256Hex`. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** Decimal digits to type off, each equally likely. */
export const randomDigits = (count: number): string =>
  Array.from({ length: count }, () => String(randomInt(10))).join('');

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
