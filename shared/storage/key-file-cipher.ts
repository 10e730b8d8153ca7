import { createHash } from 'node:crypto';
import { notSealed, openUnder, type PersonalCipher, sealUnder } from './personal-cipher.ts';

/** Encrypts under one key of 32 bytes, which a file keeps. Each text begins with the name of its key. */
export function createKeyFileCipher(key: Uint8Array): PersonalCipher {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    seal: async (entry, personal) => `${name}.${sealUnder(key, entry, personal)}`,
    async open(entry, sealed) {
      const [by, text, ...rest] = sealed.split('.');
      if (by !== name || text === undefined || rest.length > 0) throw notSealed(entry);
      return openUnder(key, entry, text);
    },
  };
}
