import { createHash } from 'node:crypto';
import type { Personal } from '../storage/ports/ledger.ts';
import type { Office } from './command.ts';

/** Personal data, split into what the entry carries and what a row of its own keeps. */
export interface Blinding {
  readonly blinded?: Readonly<Record<string, string>>;
  readonly personal?: Personal;
}

/**
 * Blinds personal data: the entry carries a salted commitment, base64(SHA-256(salt ‖ value)), so that erasing value and
 * salt leaves a ledger that still verifies and names nobody.
 */
export function blind(office: Office, fields: Readonly<Record<string, string | undefined>>): Blinding {
  const named = Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }]));
  if (named.length === 0) return {};
  const salted = named.map(({ field, value }) => ({ field, value, salt: office.salt() }));
  return {
    blinded: Object.fromEntries(salted.map(({ field, value, salt }) => [field, commitment(salt, value)])),
    personal: Object.fromEntries(
      salted.map(({ field, value, salt }) => [field, { salt: Buffer.from(salt).toString('base64'), value }]),
    ),
  };
}

export function commitment(salt: Uint8Array, value: string): string {
  return createHash('sha256').update(salt).update(value, 'utf8').digest('base64');
}
