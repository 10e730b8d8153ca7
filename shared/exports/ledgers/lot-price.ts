import { type Balance, minus, NOTHING } from '../../domain/balance.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import { type LotId, ordinalOf } from '../../domain/id.ts';
import type { Openings } from '../../domain/openings.ts';
import { bears, writePrice, writeQuotient } from '../../domain/price.ts';
import { opened } from './opened.ts';

/**
 * 单价 of what came into a lot, and the same of what went back: the price that was agreed, by the pack if the goods were
 * ordered in packs (216.00/箱), where the lot came at it; else what it came to by the piece. Null where nothing came.
 */
export function lotPrice(
  birth: Entry<'acceptance' | 'receipt'>,
  lot: LotId,
  change: Balance,
  openings: Openings,
): string | null {
  const { quantity, value } = change.quantity < 0n ? minus(NOTHING, change) : change;
  if (quantity === 0n) return null;
  const { unitPrice, packs } = isKind(birth, 'acceptance') ? (orderedFor(birth, lot, openings) ?? {}) : {};
  if (unitPrice === undefined || !bears(unitPrice, packs?.of ?? 1n, quantity, value)) {
    return writeQuotient(value, quantity);
  }
  return packs === undefined ? writePrice(unitPrice) : `${writePrice(unitPrice)}/${packs.measure}`;
}

function orderedFor({ refs, facts }: Entry<'acceptance'>, lot: LotId, openings: Openings) {
  const line = facts.lots[ordinalOf(lot) - 1]?.line ?? 0;
  return opened(openings, refs.purchase, 'order').facts.lines[line - 1];
}
