import { beforeEach, expect } from 'vitest';
import type { Change, Key, Ledger } from '../../shared/storage/ports/ledger.ts';
import { append, ITEM, lot, WAREHOUSE } from './fixtures.ts';

/** Gives a ledger that nothing was ever written to. */
export type Open = () => Promise<Ledger>;

/** The ledger of the running test. */
export interface Subject {
  readonly ledger: Ledger;
  /** Appends, and expects it done. */
  done(number: number, changes?: readonly Change[]): Promise<void>;
}

export function subjectOf(open: Open): Subject {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await open();
  });
  return {
    get ledger() {
      return ledger;
    },
    async done(number, changes = []) {
      expect(await ledger.append(append(number, changes))).toEqual({ outcome: 'appended' });
    },
  };
}

export const claim = (name: string): Change => ({ change: 'claim', claim: name });

export function keyOfLot(ordinal: number): Key {
  return { row: 'lot', warehouse: WAREHOUSE, item: ITEM, lot: lot(ordinal, 1n).id };
}
