import { CompactEncrypt, compactDecrypt } from 'jose';

/** Keeps texts so that whoever has the database alone cannot read them. */
export interface Sealer {
  seal(text: string): Promise<string>;
  /** @throws Error for what was sealed with another key */
  open(sealed: string): Promise<string>;
}

/** Compact JWE (RFC 7516), `dir` and A256GCM; the key has 32 bytes. */
export const createSealer = (key: Uint8Array): Sealer => ({
  seal: (text) =>
    new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(key),
  open: async (sealed) => new TextDecoder().decode((await compactDecrypt(sealed, key)).plaintext),
});
