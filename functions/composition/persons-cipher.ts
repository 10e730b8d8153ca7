import type { PersonalCipher } from '../../shared/storage/ports/personal-cipher.ts';

/** The cipher of a function that may read or write persons. KMS's client is loaded when the first person is. */
export function cipherFrom(keyId: string): PersonalCipher {
  let opened: Promise<PersonalCipher> | undefined;
  const cipher = () => {
    opened ??= open(keyId);
    return opened;
  };
  return {
    encrypt: async (entry, personal) => (await cipher()).encrypt(entry, personal),
    decrypt: async (entry, encrypted) => (await cipher()).decrypt(entry, encrypted),
  };
}

async function open(keyId: string): Promise<PersonalCipher> {
  const { createKmsClient } = await import('../../shared/storage/kms/client.ts');
  const { createKmsCipher } = await import('../../shared/storage/kms/cipher.ts');
  return createKmsCipher({ client: createKmsClient(), keyId, now: Date.now });
}
