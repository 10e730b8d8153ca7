import type { EntryView } from './entry-answer.ts';
import type { Showing } from './showing.ts';

/**
 * An entry as it is shown: its canonical form, which is the one that is hashed and sealed, with its number. Who sees no
 * prices sees what moved without what it was worth.
 */
export function entryView(canonical: string, showing: Showing): EntryView {
  const { transfers, ...rest }: EntryView = JSON.parse(canonical);
  const shown = showing.prices ? transfers : transfers.map(({ value: _value, ...moved }) => moved);
  return { ...rest, number: null, transfers: shown };
}
