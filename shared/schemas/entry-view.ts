import type { EntryView } from './entry-answer.ts';
import type { Showing } from './showing.ts';

/**
 * An entry as it is shown: its canonical form, which is the one that is hashed and sealed, with its number. Who sees no
 * prices sees what moved without what it was worth, and not who approved it.
 */
export function entryView(canonical: string, showing: Showing): EntryView {
  const { transfers, ...rest }: EntryView = JSON.parse(canonical);
  if (showing.prices) return { ...rest, number: null, transfers };
  const { approval: _approval, ...told } = rest;
  return { ...told, number: null, transfers: transfers.map(({ value: _value, ...moved }) => moved) };
}
