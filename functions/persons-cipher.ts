import type { PersonalCipher } from '../shared/storage/personal-cipher.ts';

/** The cipher of a function that may read or write persons. KMS's client is loaded when the first person is. */
export function cipherFrom(keyId: string): PersonalCipher {
  let opened: Promise<PersonalCipher> | undefined;
  const cipher = () => {
    opened ??= open(keyId);
    return opened;
  };
  return {
    seal: async (entry, personal) => (await cipher()).seal(entry, personal),
    open: async (entry, sealed) => (await cipher()).open(entry, sealed),
  };
}

async function open(keyId: string): Promise<PersonalCipher> {
  const { createKmsClient } = await import('../shared/storage/kms-client.ts');
  const { createKmsCipher } = await import('../shared/storage/kms-cipher.ts');
  return createKmsCipher({ client: createKmsClient(), keyId, now: Date.now });
}
