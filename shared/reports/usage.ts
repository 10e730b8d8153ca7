import { formatYuan } from '../domain/amount.ts';
import { monthOf } from '../domain/calendar.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { Dimension } from '../schemas/report-queries.ts';
import type { Usage } from '../schemas/reports.ts';
import { writeGoods, writeQuantity } from './figures.ts';
import { type End, type Goods, Holdings, holdingsBy } from './holdings.ts';
import { type PageOptions, pageOf } from './page.ts';
import { during, type Period } from './period.ts';
import { compare, type Register } from './register.ts';

export interface UsageOptions extends Period, PageOptions {
  readonly by: readonly Dimension[];
  readonly fundingLine?: Id;
  readonly unit?: Id;
  readonly item?: Id;
}

/** What an end of a movement belongs to; empty where it belongs to no unit or no item. */
type Place = Readonly<Record<Dimension, string>>;

const DIVIDER = '|';
/** Sorted before, and after, everything that a code may hold: a code comes before longer ones, nothing comes last. */
const LOWEST = '\u0000';
const LAST = '\uffff';

/**
 * The use of funds, told apart by any dimensions. Each of the two ends of every movement of the budget chain falls into
 * exactly one row, so whatever the dimensions are, the rows add up to the balances of the ledger's accounts. A unit has
 * what is on its way to it, held for it or with it; an item has its goods from the order on. Undefined where the cursor
 * is unknown.
 */
export function usage(postings: readonly Posting[], register: Register, options: UsageOptions): Usage | undefined {
  const meant = during(postings, options);
  const isMeant = (place: Place): boolean =>
    (options.fundingLine === undefined || place.fundingLine === options.fundingLine) &&
    (options.unit === undefined || place.unit === options.unit) &&
    (options.item === undefined || place.item === options.item);
  const keyOf = (movement: Movement, end: End, entry: Entry): string | undefined => {
    if (movement.chain === 'cash') return undefined;
    const place = placeOf(movement, end, entry);
    return isMeant(place) ? options.by.map((dimension) => place[dimension]).join(DIVIDER) : undefined;
  };
  const rows = [...holdingsBy(meant, keyOf)]
    .filter(([, holdings]) => isUsed(holdings))
    .map(([key, holdings]) => ({ key, ...writeNames(key, options.by, register), ...writeFigures(holdings) }))
    .sort((a, b) => compare(a.order, b.order));
  const page = pageOf(rows, (row) => row.key, options);
  if (page === undefined) return undefined;
  const total = holdingsBy(meant, (movement, end, entry) =>
    keyOf(movement, end, entry) === undefined ? undefined : 'total',
  ).get('total');
  return {
    by: [...options.by],
    rows: page.rows.map(({ key: _key, order: _order, ...row }) => row),
    total: writeFigures(total ?? new Holdings()),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

function placeOf(movement: Movement, end: End, entry: Entry): Place {
  const state = movement[end];
  const isAtUnit = state === 'unit' || state === 'transit' || state === 'held';
  return {
    unit: isAtUnit ? (movement.unit ?? '') : '',
    fundingLine: movement.fundingLine,
    item: state === 'available' || state === 'source' ? '' : (movement.item ?? ''),
    month: monthOf(entry.effectiveOn),
  };
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
