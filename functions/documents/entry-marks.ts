import { claims } from '../../shared/commands/asked.ts';
import { correctionKey, correctionsFound } from '../../shared/commands/corrections.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { MAX_KEYS } from '../../shared/storage/ports/bounds.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';

/** What later entries made of one, and what it made of an earlier one. */
export interface Marks {
  readonly reversedBy?: Id;
  readonly reverses?: Id;
  /** In their order. */
  readonly corrections?: readonly Id[];
}

/** Entries that are looked up at once, each with the rows that say whether it was reversed and corrected. */
const AT_ONCE = MAX_KEYS / 2;

/** The marks of any number of entries, in their order; of one that was neither reversed nor corrected, none. */
export async function marksOf(ledger: Pick<Ledger, 'read'>, entries: readonly Entry[]): Promise<Marks[]> {
  const marks: Marks[] = [];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE);
    const ids = some.map(({ id }) => id);
    const found = await ledger.read([
      ...ids.map((id) => ({ row: 'claim', claim: claims.reversal(id).name }) as const),
      ...ids.map(correctionKey),
    ]);
    const corrections = await correctionsFound(ledger, ids, found);
    for (const entry of some) marks.push(markOf(entry, found.claim(claims.reversal(entry.id).name), corrections));
  }
  return marks;
}

function markOf(
  entry: Entry,
  reversedBy: Id | undefined,
  corrections: ReadonlyMap<Id, readonly Entry<'correction'>[]>,
): Marks {
  const own = corrections.get(entry.id) ?? [];
  return {
    ...(reversedBy === undefined ? {} : { reversedBy }),
    ...(isKind(entry, 'reversal') ? { reverses: entry.refs.entry } : {}),
    ...(own.length === 0 ? {} : { corrections: own.map(({ id }) => id) }),
  };
}
