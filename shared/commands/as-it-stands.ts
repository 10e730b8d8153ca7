import { standing } from '../domain/correction.ts';
import type { Entry } from '../domain/entry.ts';
import { birthOf, type Id, type LotId } from '../domain/id.ts';
import { type LotWords, movedFrom, movesLotsOn, withStandingBatches } from '../domain/lot-batch.ts';
import { lotsBrought } from '../domain/lot-origin.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { CounterName } from '../storage/ports/guard-names.ts';
import type { Found, Ledger, StoredEntry } from '../storage/ports/ledger.ts';
import { correctionKey, correctionsFound } from './corrections.ts';

/** More often than goods are ever moved on: beyond it they are told as that move told them. */
const MOST_MOVES = 1_000;

/** Entries that are read at once, each with the row that says whether it was corrected. */
const AT_ONCE = MAX_KEYS / 2;

/**
 * Counts corrections of batch or expiry of lots of an item, wherever they lie. So whoever picks lots knows whether to look
 * such up; and of two at once, which may be of lots that come from each other, only one finds what stands.
 */
export const batchCorrections = (item: Id<'item'>): CounterName => `batch-corrections/${item}`;

/** What lots are told by, as it was read. */
export interface LotWordsRead extends LotWords {
  find(id: Id): Entry | undefined;
}

/**
 * Reads what the batches of lots are told by: what brought them, back to what came from outside, and the corrections of all
 * of that. A read for each time that goods were moved on, and mostly they were not.
 */
export async function lotWords(ledger: Pick<Ledger, 'read'>, lots: readonly LotId[]): Promise<LotWordsRead> {
  const entries = new Map<Id, Entry>();
  const corrections = new Map<Id, readonly Entry<'correction'>[]>();
  const asked = new Set<Id>();
  const words: LotWordsRead = {
    find: (id) => entries.get(id),
    correctionsOf: (id) => corrections.get(id) ?? [],
  };
  let level = lots;
  for (let moves = 0; level.length > 0 && moves < MOST_MOVES; moves += 1) {
    const births = [...new Set(level.map(birthOf))].filter((id) => !asked.has(id));
    for (const id of births) asked.add(id);
    for (let at = 0; at < births.length; at += AT_ONCE) {
      const some = births.slice(at, at + AT_ONCE);
      const found = await ledger.read([
        ...some.map((id) => ({ row: 'entry', id }) as const),
        ...some.map(correctionKey),
      ]);
      for (const [id, line] of await correctionsFound(ledger, some, found)) corrections.set(id, line);
      for (const id of some) {
        const entry = found.entry(id)?.entry;
        if (entry !== undefined) entries.set(id, entry);
      }
    }
    level = [...new Set(level.flatMap((lot) => movedFrom(lot, words) ?? []))];
  }
  return words;
}

/** Tells entries with what stands of the lots that they moved on; where they moved none, nothing is read. */
export async function movedLotsOf(
  ledger: Pick<Ledger, 'read'>,
  entries: readonly Entry[],
): Promise<<E extends Entry>(entry: E) => E> {
  const moves = entries.filter(movesLotsOn);
  if (moves.length === 0) return (entry) => entry;
  const words = await lotWords(ledger, moves.flatMap(lotsBrought));
  return (entry) => withStandingBatches(entry, words);
}

/** A stored entry with what it says as it stands; its bytes stay those that were sealed. */
export async function asItStands(
  ledger: Pick<Ledger, 'read'>,
  stored: StoredEntry,
  found: Found,
): Promise<StoredEntry> {
  const { id } = stored.entry;
  const corrections = (await correctionsFound(ledger, [id], found)).get(id) ?? [];
  const told = await movedLotsOf(ledger, [stored.entry]);
  const entry = told(standing(stored.entry, corrections));
  return entry === stored.entry ? stored : { ...stored, entry };
}
