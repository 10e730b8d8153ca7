import { formatYuan } from '../domain/amount.ts';
import type { Posting } from '../domain/posting.ts';
import type { Identities } from '../schemas/reports.ts';
import { type Beside, compareBooks, writeDiffering } from './comparison.ts';
import { writeBudget, writeCash, writeInKind, writeQuantity } from './figures.ts';
import { type Holdings, holdingsBy, holdingsOf } from './holdings.ts';
import { madeOnce } from './made-once.ts';
import { byCode, type Register } from './register.ts';

/**
 * The three identities that hold after every entry, each side and the difference, and the fold of the entries beside the
 * books as stored. The fold alone balances as long as every transfer stays within its funding line and item; the books
 * are written apart from it, so that the comparison fails wherever a row was lost, doubled or tampered with.
 */
export function identities(register: Register, beside: Beside): Identities {
  const { postings } = beside.prefix;
  const lines = byFundingLine(postings, register);
  const items = [...byItem(postings)];
  const answer = {
    budget: lines.map(([fundingLine, holdings]) => ({
      fundingLine,
      ...writeBudget(holdings),
      difference: formatYuan(budgetDifference(holdings)),
    })),
    cash: lines.map(([fundingLine, holdings]) => ({
      fundingLine,
      ...writeCash(holdings),
      difference: formatYuan(cashDifference(holdings)),
    })),
    goods: items
      .map(([item, holdings]) => ({ item: register.item(item), ...goodsOf(holdings) }))
      .sort((a, b) => byCode(a.item, b.item)),
    inKind: lines.map(([fundingLine, holdings]) => ({
      fundingLine,
      ...writeInKind(holdings),
      difference: formatYuan(inKindDifference(holdings)),
    })),
    books: compareBooks(beside, register),
    differing: writeDiffering(beside),
  };
  const compared = [...answer.budget, ...answer.cash, ...answer.goods, ...answer.inKind, ...answer.books];
  const holds =
    answer.differing.length === 0 && compared.every(({ difference }) => difference === 0 || difference === '0.00');
  return { holds, settled: beside.settled, ...answer };
}

const ofLines = madeOnce((postings: readonly Posting[]) => holdingsBy(postings, (movement) => movement.fundingLine));
const byItem = madeOnce((postings: readonly Posting[]) => holdingsBy(postings, (movement) => movement.item));

function byFundingLine(postings: readonly Posting[], register: Register) {
  const folded = ofLines(postings);
  const ids = new Set([...register.all('fundingLine'), ...folded.keys()]);
  return [...ids]
    .map((id) => [register.named(id), folded.get(id) ?? holdingsOf([])] as const)
    .sort(([a], [b]) => byCode(a, b));
}

/** appropriated − given back = available + committed + spent + stock + transit + held + delivered + disbursed + benefits + loss */
export function budgetDifference({ budget, bought }: Holdings): bigint {
  const { committed, spent, stock, transit, held, delivered, loss } = bought;
  const goods = committed.value + spent.value + stock.value + transit.value + held.value + delivered.value + loss.value;
  return budget.appropriated - budget.givenBack - budget.left - goods - budget.disbursed - budget.benefits;
}

/** appropriated − given back = cash + paid to suppliers + disbursed + benefits */
export function cashDifference({ cash }: Holdings): bigint {
  return cash.appropriated - cash.givenBack - cash.left - cash.paid - cash.disbursed - cash.benefits;
}

/** Goods received in kind have a sum of their own: received = stock + transit + held + delivered + loss. */
export function inKindDifference({ inKind }: Holdings): bigint {
  const { received, found, stock, transit, held, delivered, loss } = inKind;
  return received.value + found.value - stock.value - transit.value - held.value - delivered.value - loss.value;
}

/** received + found = stock + transit + held + delivered + lost */
export function goodsDifference({ bought, inKind }: Pick<Holdings, 'bought' | 'inKind'>): bigint {
  return [bought, inKind].reduce(
    (sum, { received, found, stock, transit, held, delivered, loss }) =>
      sum +
      (received.quantity + found.quantity) -
      (stock.quantity + transit.quantity + held.quantity + delivered.quantity + loss.quantity),
    0n,
  );
}

function goodsOf({ bought, inKind }: Holdings): Omit<Identities['goods'][number], 'item'> {
  const sum = (state: 'received' | 'found' | 'stock' | 'transit' | 'held' | 'delivered' | 'loss'): bigint =>
    bought[state].quantity + inKind[state].quantity;
  return {
    received: writeQuantity(sum('received')),
    found: writeQuantity(sum('found')),
    stock: writeQuantity(sum('stock')),
    transit: writeQuantity(sum('transit')),
    held: writeQuantity(sum('held')),
    delivered: writeQuantity(sum('delivered')),
    lost: writeQuantity(sum('loss')),
    difference: writeQuantity(goodsDifference({ bought, inKind })),
  };
}
