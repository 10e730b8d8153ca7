import { type Balance, minus, NOTHING, plus } from '../domain/balance.ts';
import type { Id } from '../domain/id.ts';
import type { Movement } from '../domain/posting.ts';
import { type Sealed, voucherNumber } from '../domain/voucher.ts';
import type { StockCard } from '../schemas/reports.ts';
import { writeBalance } from './figures.ts';
import { type PageOptions, pageOf } from './page.ts';
import { byEffect, isAfter, isBefore, type Period } from './period.ts';
import type { Register } from './register.ts';
import { summaryOf } from './summary.ts';

export interface StockCardOptions extends Period, PageOptions {
  readonly item: Id;
  readonly warehouse?: Id;
  readonly fundingLine?: Id;
}

interface Line {
  readonly posting: Sealed;
  readonly in: Balance;
  readonly out: Balance;
}

/**
 * 收发存卡: what came into stock of one item and what left it, entry by entry, with what is there after each. A
 * reversal stands in the column of what it reverses, with a minus (红字). Undefined where the cursor is unknown.
 */
export function stockCard(
  postings: readonly Sealed[],
  register: Register,
  options: StockCardOptions,
): StockCard | undefined {
  let opening = NOTHING;
  const lines: Line[] = [];
  for (const posting of postings) {
    const line = lineOf(posting, options);
    if (line === undefined || isAfter(posting.entry, options)) continue;
    if (isBefore(posting.entry, options)) opening = minus(plus(opening, line.in), line.out);
    else lines.push(line);
  }
  lines.sort((a, b) => byEffect(a.posting, b.posting));
  let balance = opening;
  const rows = lines.map((line) => {
    balance = minus(plus(balance, line.in), line.out);
    return { ...line, balance };
  });
  const page = pageOf(rows, (row) => row.posting.entry.id, options);
  if (page === undefined) return undefined;
  return {
    item: register.item(options.item),
    opening: writeBalance(opening),
    rows: page.rows.map((row) => ({
      date: row.posting.entry.effectiveOn,
      entry: row.posting.entry.id,
      number: voucherNumber(row.posting.index),
      kind: row.posting.entry.kind,
      summary: summaryOf(row.posting, register),
      in: writeBalance(row.in),
      out: writeBalance(row.out),
      balance: writeBalance(row.balance),
    })),
    in: writeBalance(rows.reduce((sum, row) => plus(sum, row.in), NOTHING)),
    out: writeBalance(rows.reduce((sum, row) => plus(sum, row.out), NOTHING)),
    closing: writeBalance(balance),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

function lineOf(posting: Sealed, options: StockCardOptions): Line | undefined {
  let into = NOTHING;
  let out = NOTHING;
  let isTouched = false;
  for (const movement of posting.movements) {
    if (!isMeant(movement, options)) continue;
    if (movement.to === 'stock') into = plus(into, movement);
    else if (movement.from === 'stock') out = plus(out, movement);
    else continue;
    isTouched = true;
  }
  if (!isTouched) return undefined;
  return posting.entry.kind === 'reversal'
    ? { posting, in: minus(NOTHING, out), out: minus(NOTHING, into) }
    : { posting, in: into, out };
}

function isMeant(movement: Movement, { item, warehouse, fundingLine }: StockCardOptions): boolean {
  return (
    movement.item === item &&
    (warehouse === undefined || movement.warehouse === warehouse) &&
    (fundingLine === undefined || movement.fundingLine === fundingLine)
  );
}
