import { createKeyFileCipher } from '../../shared/storage/folder/key-file-cipher.ts';

/** What tests encrypt personal data with, where the cipher is not what they are about. */
export const TEST_CIPHER = createKeyFileCipher(new Uint8Array(32).fill(5));
