import type { Personal } from '../storage/ports/ledger.ts';
import { commitment } from './commitment.ts';

/** Personal data, split into what the entry carries and what a row of its own keeps. */
export interface Blinding {
  readonly blinded?: Readonly<Record<string, string>>;
  readonly personal?: Personal;
}

/** As much of an office as is needed for that. */
export interface Salting {
  /** 32 random bytes, for the salt of a commitment. */
  readonly salt: () => Uint8Array;
}

/**
 * Blinds personal data: the entry carries a salted commitment, so that erasing value and salt leaves a ledger that still
 * verifies and names nobody.
 */
export function blind(office: Salting, fields: Readonly<Record<string, string | undefined>>): Blinding {
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
