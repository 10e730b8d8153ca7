import type { Id } from '../../domain/id.ts';
import { LedgerError, type Personal } from './ledger.ts';

/**
 * Encrypts the personal data of entries before it is stored, so that whoever reads the table, or a backup of it, reads no
 * names. What was encrypted for one entry opens for no other. Throws a LedgerError: `unavailable` where the key cannot be
 * had, `corrupt-row` where the text is not one that was encrypted for that entry under that key.
 */
export interface PersonalCipher {
  encrypt(entry: Id, personal: Personal): Promise<string>;
  decrypt(entry: Id, encrypted: string): Promise<Personal>;
}

/** What a key of personal data is used for, as the key's own log tells. */
export const PERSONAL_DATA_PURPOSE = 'nuanzhang-personal-data';

export function notOf(entry: Id): LedgerError {
  return new LedgerError('corrupt-row', `the personal data of ${entry} does not open`);
}
