import { createHash, createSecretKey } from 'node:crypto';
import { decryptUnder, encryptUnder } from '../encryption/under-key.ts';
import { notOf, type PersonalCipher } from '../ports/personal-cipher.ts';

/** Encrypts under one key of 32 bytes, which a file keeps. Each text begins with the name of its key. */
export function createKeyFileCipher(bytes: Uint8Array): PersonalCipher {
  const key = createSecretKey(bytes);
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return {
    encrypt: async (entry, personal) => `${name}.${encryptUnder(key, entry, personal)}`,
    async decrypt(entry, encrypted) {
      const [by, text, ...rest] = encrypted.split('.');
      if (by !== name || text === undefined || rest.length > 0) throw notOf(entry);
      return decryptUnder(key, entry, text);
    },
  };
}
