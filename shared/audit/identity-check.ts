import { formatYuan } from '../domain/amount.ts';
import type { Sealed } from '../domain/voucher.ts';
import { type Holdings, holdingsBy } from '../reports/holdings.ts';
import { budgetDifference, cashDifference, goodsDifference, inKindDifference } from '../reports/identities.ts';
import { Wrong } from './wrong.ts';

/** The three identities over all entries: money and budget of each funding line, goods of each item. */
export class IdentityCheck {
  readonly #lines = new Map<string, Holdings>();
  readonly #items = new Map<string, Holdings>();

  enter(sealed: Sealed): void {
    holdingsBy([sealed], ({ fundingLine }) => fundingLine, this.#lines);
    holdingsBy([sealed], ({ item }) => item, this.#items);
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

function refuse(zh: string, en: string, of: string, written: string, difference: bigint): void {
  if (difference === 0n) return;
  throw new Wrong(`${zh}恒等式不成立:${of} 差 ${written}`, `The ${en} identity of ${of} is off by ${written}`);
}
