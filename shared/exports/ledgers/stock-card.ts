import { type Balance, minus, NOTHING, plus } from '../../domain/balance.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { isAfter, isBefore } from '../../reports/period.ts';
import { Register } from '../../reports/register.ts';
import { summaryOf } from '../../reports/summary.ts';
import type { Sheet } from '../files/sheet.ts';
import { belongs, LEDGER_TITLES, type LedgerFold, type Making } from './fold.ts';
import { headOf } from './head.ts';
import { type Cells, column, figure, tabulate } from './table.ts';

const COLUMNS = [
  column('date', '日期', 'date', 12),
  column('number', '凭证号', 'text', 10),
  column('summary', '摘要', 'text', 40),
  column('inQuantity', '收入数量', 'quantity', 10),
  column('inValue', '收入金额', 'yuan', 14),
  column('outQuantity', '发出数量', 'quantity', 10),
  column('outValue', '发出金额', 'yuan', 14),
  column('quantity', '结存数量', 'quantity', 10),
  column('value', '结存金额', 'yuan', 14),
  column('reviewer', '审核', 'text', 10),
];

export type StockCardKey = (typeof COLUMNS)[number][0];

export const STOCK_CARD_KEYS: readonly StockCardKey[] = COLUMNS.map(([name]) => name);

/**
 * 收发存卡 of one item: a row for every entry that moved it into stock or out of it, a reversal in the column of what it
 * reverses with a minus (红字). 审核 is empty: nobody reviews what balances by construction.
 */
export class StockCardFold implements LedgerFold {
  readonly #making: Making<StockCardKey>;
  readonly #register = new Register();
  #opening = NOTHING;

  constructor(making: Making<StockCardKey>) {
    this.#making = making;
  }

  get open(): number {
    return 0;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, rows } = this.#making;
    this.#register.enter(entry);
    const change = this.#changeOf(sealed);
    if (change === undefined || isAfter(entry, selection)) return;
    if (isBefore(entry, selection)) {
      this.#opening = minus(plus(this.#opening, change.in), change.out);
      return;
    }
    rows.add(
      { on: entry.effectiveOn, index, line: 0 },
      {
        date: entry.effectiveOn,
        number: voucherNumber(index),
        summary: summaryOf(sealed, this.#register),
        inQuantity: change.in.quantity,
        inValue: change.in.value,
        outQuantity: change.out.quantity,
        outValue: change.out.value,
      },
    );
  }

  close(): Sheet {
    const { selection, heading, rows } = this.#making;
    let { quantity, value } = this.#opening;
    const opening: Cells<StockCardKey> = { date: selection.from ?? null, summary: '上期结存', quantity, value };

    async function* balanced(): AsyncGenerator<Cells<StockCardKey>> {
      for await (const { row } of rows.read()) {
        quantity += figure(row.inQuantity) - figure(row.outQuantity);
        value += figure(row.inValue) - figure(row.outValue);
        yield { ...row, quantity, value };
      }
    }

    return tabulate({
      title: LEDGER_TITLES['stock-card'],
      head: headOf(heading, selection, this.#register),
      columns: COLUMNS,
      opening: selection.from === undefined ? undefined : opening,
      rows: balanced(),
      summed: ['inQuantity', 'inValue', 'outQuantity', 'outValue'],
      closing: () => ({ quantity, value }),
    });
  }

  discard(): void {
    this.#making.rows.close();
  }

  #changeOf({ entry, movements }: Sealed): { readonly in: Balance; readonly out: Balance } | undefined {
    let into = NOTHING;
    let out = NOTHING;
    let isTouched = false;
    for (const movement of movements) {
      if (!belongs(movement, this.#making.selection)) continue;
      if (movement.to === 'stock') into = plus(into, movement);
      else if (movement.from === 'stock') out = plus(out, movement);
      else continue;
      isTouched = true;
    }
    if (!isTouched) return undefined;
    return entry.kind === 'reversal' ? { in: minus(NOTHING, out), out: minus(NOTHING, into) } : { in: into, out };
  }
}
