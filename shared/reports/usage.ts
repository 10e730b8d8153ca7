import { formatYuan } from '../domain/amount.ts';
import type { Tree } from '../domain/unit-trees.ts';
import { entriesAt, WITHOUT } from '../schemas/entries-meant.ts';
import type { Dimension } from '../schemas/report-queries.ts';
import type { Usage } from '../schemas/reports.ts';
import type { Cube, Place } from './cube.ts';
import { writeGoods, writeQuantity } from './figures.ts';
import { type Goods, Holdings } from './holdings.ts';
import { type PageOptions, pageOf } from './page.ts';
import { isInMonths, withinMonth } from './period.ts';
import { compare, type Register } from './register.ts';
import { belongs, type Selection } from './selection.ts';
import { unitsAsked } from './units-asked.ts';

export interface UsageOptions extends Selection, PageOptions {
  readonly by: readonly Dimension[];
  readonly below?: boolean;
  readonly tree?: Tree;
}

const DIVIDER = '|';
/** Sorted before, and after, everything that a code may hold: a code comes before longer ones, nothing comes last. */
const LOWEST = '\u0000';
const LAST = '\uffff';

/**
 * The use of funds, told apart by any dimensions. Each place of the cube falls into exactly one row, so whatever the
 * dimensions are, the rows add up to the balances of the ledger's accounts. A unit has what is on its way to it, held for
 * it or with it; an item has its goods from the order on. What was delivered and paid out is told of the period's own
 * events, or by month of each month's; what undid other months' stands beside. Undefined where the cursor is unknown.
 */
export function usage(cube: Cube, register: Register, options: UsageOptions): Usage | undefined {
  const byKey = new Map<string, Use>();
  const total = new Use();
  const isByMonth = options.by.includes('month');
  const isAsked = unitsAsked(register, options);
  for (const [place, holdings] of cube.places()) {
    if (!isMeant(place, options) || !isAsked(place.unit, place.tree)) continue;
    const isOfPeriod = place.of === '' || isInMonths(place.of, options);
    total.enter(holdings, isOfPeriod);
    const key = options.by.map((dimension) => place[dimension]).join(DIVIDER);
    const use = byKey.get(key) ?? new Use();
    byKey.set(key, use);
    use.enter(holdings, isByMonth ? place.of === '' : isOfPeriod);
  }
  const rows = [...byKey]
    .filter(([, { all, undoing }]) => isUsed(all) || isUsed(undoing))
    .map(([key, use]) => ({
      key,
      ...writeNames(key, options.by, register),
      entries: entriesOf(key, options),
      ...writeFigures(use),
    }))
    .sort((a, b) => compare(a.order, b.order));
  const page = pageOf(rows, (row) => row.key, options);
  if (page === undefined) return undefined;
  return {
    by: [...options.by],
    tree: options.tree ?? 'then',
    rows: page.rows.map(({ key: _key, order: _order, ...row }) => row),
    total: { entries: entriesOf('', { ...options, by: [] }), ...writeFigures(total) },
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** A cube holds the days of a period, or whole months of which the period names some. */
function isMeant(place: Place, options: UsageOptions): boolean {
  return belongs(place, options) && isInMonths(place.month, options);
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

/** The entries that move something of a row. */
function entriesOf(key: string, { by, fundingLine, unit, below, tree = 'then', item, from, to }: UsageOptions): string {
  const values = key.split(DIVIDER);
  const told = new Map(by.map((dimension, at) => [dimension, values[at] || undefined]));
  const month = told.get('month');
  const own = told.get('unit');
  const isAbsent = (dimension: Dimension) => told.has(dimension) && told.get(dimension) === undefined;
  const days = month === undefined ? { from, to } : withinMonth(month, { from, to });
  const without = WITHOUT.find((one) => one === by.filter(isAbsent).join(','));
  return entriesAt({
    without,
    fundingLine: told.get('fundingLine') ?? fundingLine,
    unit: own ?? unit,
    ...(own === undefined && unit !== undefined ? { below, tree } : {}),
    item: told.get('item') ?? item,
    ...days,
  });
}

function writeFigures({ all, undoing }: Use) {
  const [changed, undone] = [usedIn(all), usedIn(undoing)];
  const earlier = {
    quantity: writeQuantity(-undone.quantity),
    value: formatYuan(-undone.value),
    disbursed: formatYuan(-undone.disbursed),
    benefits: formatYuan(-undone.benefits),
  };
  return {
    quantity: writeQuantity(changed.quantity - undone.quantity),
    value: formatYuan(changed.value - undone.value),
    disbursed: formatYuan(changed.disbursed - undone.disbursed),
    benefits: formatYuan(changed.benefits - undone.benefits),
    ...(Object.values(undone).every((figure) => figure === 0n) ? {} : { undoneEarlier: earlier }),
    available: formatYuan(all.budget.left),
    bought: writeGoods(all.bought),
    inKind: writeGoods(all.inKind),
  };
}

/** What was delivered and paid out. */
function usedIn({ budget, bought, inKind }: Holdings) {
  return {
    quantity: bought.delivered.quantity + inKind.delivered.quantity,
    value: bought.delivered.value + inKind.delivered.value,
    disbursed: budget.disbursed,
    benefits: budget.benefits,
  };
}

/** What stands in a row: by all entries, and of that by those which undo what is not of the row's own period. */
class Use {
  readonly all = new Holdings();
  readonly undoing = new Holdings();

  enter(holdings: Holdings, isOwn: boolean): void {
    this.all.add(holdings);
    if (!isOwn) this.undoing.add(holdings);
  }
}

function isUsed({ budget, bought, inKind }: Holdings): boolean {
  return budget.left !== 0n || budget.disbursed !== 0n || budget.benefits !== 0n || hasAny(bought) || hasAny(inKind);
}

function hasAny(goods: Goods): boolean {
  return Object.values(goods).some(({ quantity, value }) => quantity !== 0n || value !== 0n);
}
