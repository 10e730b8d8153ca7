import { formatYuan } from '../shared/domain/amount.ts';
import type { Sealed } from '../shared/domain/voucher.ts';
import { Holdings } from '../shared/reports/holdings.ts';
import { budgetDifference, cashDifference, goodsDifference, inKindDifference } from '../shared/reports/identities.ts';
import { Wrong } from './wrong.ts';

/** The three identities over all entries: money and budget of each funding line, goods of each item. */
export class IdentityCheck {
  readonly #lines = new Map<string, Holdings>();
  readonly #items = new Map<string, Holdings>();

  enter({ entry, movements }: Sealed): void {
    for (const movement of movements) {
      for (const end of ['from', 'to'] as const) {
        holdingsOf(this.#lines, movement.fundingLine).enter(entry, movement, end);
        if (movement.item !== undefined) holdingsOf(this.#items, movement.item).enter(entry, movement, end);
      }
    }
  }

  assert(): void {
    for (const [line, holdings] of this.#lines) {
      refuse('预算', 'budget', line, formatYuan(budgetDifference(holdings)), budgetDifference(holdings));
      refuse('资金', 'cash', line, formatYuan(cashDifference(holdings)), cashDifference(holdings));
      refuse('捐赠物资', 'goods in kind', line, formatYuan(inKindDifference(holdings)), inKindDifference(holdings));
    }
    for (const [item, holdings] of this.#items) {
      const difference = goodsDifference(holdings);
      refuse('实物', 'goods', item, String(difference), difference);
    }
  }
}

function holdingsOf(all: Map<string, Holdings>, key: string): Holdings {
  let holdings = all.get(key);
  if (holdings === undefined) {
    holdings = new Holdings();
    all.set(key, holdings);
  }
  return holdings;
}

function refuse(zh: string, en: string, of: string, written: string, difference: bigint): void {
  if (difference === 0n) return;
  throw new Wrong(`${zh}恒等式不成立:${of} 差 ${written}`, `The ${en} identity of ${of} is off by ${written}`);
}
