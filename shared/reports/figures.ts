import { formatYuan } from '../domain/amount.ts';
import type { Balance } from '../domain/balance.ts';
import type { BalanceOnWire, BudgetOnWire, CashOnWire, GoodsOnWire, ValuesOnWire } from '../schemas/report-figures.ts';
import type { Goods, Holdings } from './holdings.ts';

/** How sums are written in answers: values as yuan, quantities as integers. */

/** A quantity as a JSON number. Beyond 2^53 that would not be exact, so it is refused rather than rounded. */
export function writeQuantity(quantity: bigint): number {
  const number = Number(quantity);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${quantity} does not fit into a JSON number`);
  return number;
}

export function writeBalance({ quantity, value }: Balance): BalanceOnWire {
  return { quantity: writeQuantity(quantity), value: formatYuan(value) };
}

export function writeGoods(goods: Goods): GoodsOnWire {
  return {
    received: writeBalance(goods.received),
    found: writeBalance(goods.found),
    committed: writeBalance(goods.committed),
    spent: writeBalance(goods.spent),
    stock: writeBalance(goods.stock),
    transit: writeBalance(goods.transit),
    held: writeBalance(goods.held),
    delivered: writeBalance(goods.delivered),
    loss: writeBalance(goods.loss),
  };
}

/** Every account of the budget chain of a funding line; what came in kind stands apart. */
export function writeBudget({ budget, bought }: Holdings): BudgetOnWire {
  return {
    appropriated: formatYuan(budget.appropriated),
    givenBack: formatYuan(budget.givenBack),
    available: formatYuan(budget.left),
    committed: formatYuan(bought.committed.value),
    ...(bought.spent.value === 0n ? {} : { spent: formatYuan(bought.spent.value) }),
    stock: formatYuan(bought.stock.value),
    transit: formatYuan(bought.transit.value),
    held: formatYuan(bought.held.value),
    delivered: formatYuan(bought.delivered.value),
    disbursed: formatYuan(budget.disbursed),
    benefits: formatYuan(budget.benefits),
    loss: formatYuan(bought.loss.value),
  };
}

/** Every account of the cash chain of a funding line. */
export function writeCash({ cash }: Holdings): CashOnWire {
  return {
    appropriated: formatYuan(cash.appropriated),
    givenBack: formatYuan(cash.givenBack),
    cash: formatYuan(cash.left),
    paid: formatYuan(cash.paid),
    disbursed: formatYuan(cash.disbursed),
    benefits: formatYuan(cash.benefits),
  };
}

/** The values of goods received in kind, and where they are. */
export function writeInKind({ inKind }: Holdings): ValuesOnWire {
  return {
    received: formatYuan(inKind.received.value),
    stock: formatYuan(inKind.stock.value),
    transit: formatYuan(inKind.transit.value),
    held: formatYuan(inKind.held.value),
    delivered: formatYuan(inKind.delivered.value),
    loss: formatYuan(inKind.loss.value),
  };
}
