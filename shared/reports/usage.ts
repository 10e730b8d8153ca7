import { formatYuan } from '../domain/amount.ts';
import type { Dimension } from '../schemas/report-queries.ts';
import type { Usage } from '../schemas/reports.ts';
import type { Cube, Place } from './cube.ts';
import { writeGoods, writeQuantity } from './figures.ts';
import { type Goods, Holdings, holdingsAt } from './holdings.ts';
import { type PageOptions, pageOf } from './page.ts';
import { isInMonths } from './period.ts';
import { compare, type Register } from './register.ts';
import { belongs, type Selection } from './selection.ts';

export interface UsageOptions extends Selection, PageOptions {
  readonly by: readonly Dimension[];
}

const DIVIDER = '|';
/** Sorted before, and after, everything that a code may hold: a code comes before longer ones, nothing comes last. */
const LOWEST = '\u0000';
const LAST = '\uffff';

/**
 * The use of funds, told apart by any dimensions. Each place of the cube falls into exactly one row, so whatever the
 * dimensions are, the rows add up to the balances of the ledger's accounts. A unit has what is on its way to it, held for
 * it or with it; an item has its goods from the order on. Undefined where the cursor is unknown.
 */
export function usage(cube: Cube, register: Register, options: UsageOptions): Usage | undefined {
  const byKey = new Map<string, Holdings>();
  const total = new Holdings();
  for (const [place, holdings] of cube.places()) {
    if (!isMeant(place, options)) continue;
    total.add(holdings);
    const key = options.by.map((dimension) => place[dimension]).join(DIVIDER);
    holdingsAt(byKey, key).add(holdings);
  }
  const rows = [...byKey]
    .filter(([, holdings]) => isUsed(holdings))
    .map(([key, holdings]) => ({ key, ...writeNames(key, options.by, register), ...writeFigures(holdings) }))
    .sort((a, b) => compare(a.order, b.order));
  const page = pageOf(rows, (row) => row.key, options);
  if (page === undefined) return undefined;
  return {
    by: [...options.by],
    rows: page.rows.map(({ key: _key, order: _order, ...row }) => row),
    total: writeFigures(total),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** A cube holds the days of a period, or whole months of which the period names some. */
function isMeant(place: Place, options: UsageOptions): boolean {
  const { unit } = options;
  return belongs(place, options) && (unit === undefined || place.unit === unit) && isInMonths(place.month, options);
}

/** The dimensions of a row as it shows them, and what rows are sorted by: codes rather than ids. */
function writeNames(key: string, by: readonly Dimension[], register: Register) {
  const values = key.split(DIVIDER);
  const names: Pick<Usage['rows'][number], Dimension> = {};
  const order: string[] = [];
  by.forEach((dimension, at) => {
    const value = values[at] ?? '';
    order.push(value === '' ? LAST : dimension === 'month' ? value : register.named(value).code, value);
    if (dimension === 'month') names.month = value;
    else if (dimension === 'fundingLine') names.fundingLine = register.named(value);
    else if (dimension === 'item') names.item = value === '' ? null : register.item(value);
    else names.unit = value === '' ? null : register.named(value);
  });
  return { ...names, order: order.join(LOWEST) };
}

function writeFigures({ budget, bought, inKind }: Holdings) {
  return {
    quantity: writeQuantity(bought.delivered.quantity + inKind.delivered.quantity),
    value: formatYuan(bought.delivered.value + inKind.delivered.value),
    disbursed: formatYuan(budget.disbursed),
    benefits: formatYuan(budget.benefits),
    available: formatYuan(budget.left),
    bought: writeGoods(bought),
    inKind: writeGoods(inKind),
  };
}

function isUsed({ budget, bought, inKind }: Holdings): boolean {
  return budget.left !== 0n || budget.disbursed !== 0n || budget.benefits !== 0n || hasAny(bought) || hasAny(inKind);
}

function hasAny(goods: Goods): boolean {
  return Object.values(goods).some(({ quantity, value }) => quantity !== 0n || value !== 0n);
}
