import type { Batch } from '../domain/facts.ts';
import { type LotId, ordinalOf } from '../domain/id.ts';
import type { Bringing } from '../domain/lot-origin.ts';

/** What the entry that brought a lot says of it: its batch, its date of expiry. */
export function lotIn({ facts }: Pick<Bringing, 'facts'>, lot: LotId): Batch {
  return facts.lots?.[ordinalOf(lot) - 1] ?? {};
}
