import { randomBytes } from 'node:crypto';
import type { Office } from '../shared/commands/command.ts';
import { Turnstile } from '../shared/commands/turnstile.ts';

/** All that use cases work with: the ledger and what reads it, time, randomness, and the key that counts persons. */
export type Tracker = Office;

export type TrackerOptions = Pick<Office, 'ledger' | 'journal' | 'personKey'> & Partial<Pick<Office, 'clock' | 'salt'>>;

const SALT_BYTES = 32;

/** Puts a tracker together; clock and randomness are the machine's unless given. */
export function createTracker(options: TrackerOptions): Tracker {
  return { turnstile: new Turnstile(), clock: Date.now, salt: () => randomBytes(SALT_BYTES), ...options };
}
