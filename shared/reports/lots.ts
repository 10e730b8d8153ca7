import { type LotId, ordinalOf } from '../domain/id.ts';
import type { Birth } from '../domain/lot-origin.ts';

/** What the entry that brought a lot says of it: its batch, its date of expiry. */
export function lotIn({ facts }: Pick<Birth, 'facts'>, lot: LotId): Partial<Birth['facts']['lots'][number]> {
  return facts.lots[ordinalOf(lot) - 1] ?? {};
}
