import { type Entry, isKind } from '../../domain/entry.ts';
import { bringsLots, lotsBrought, originOf } from '../../domain/lot-origin.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { isWithin } from '../../reports/period.ts';
import { belongs } from '../../reports/selection.ts';
import { summaryOf } from '../../reports/summary.ts';
import { Opening, turnoverOf } from '../../reports/turnover.ts';
import type { Sheet } from '../files/sheet.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { type Cells, column, figure, textOf } from './table.ts';

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

export type StockCardKey = (typeof COLUMNS)[number][0] | 'corrects';

export const STOCK_CARD_KEYS: readonly StockCardKey[] = [...COLUMNS.map(([name]) => name), 'corrects'];

/**
 * 收发存卡 of one item: a row for every entry that moved it into stock or out of it, whose 摘要 says the packs that it was
 * moved in and calls things as on its day. 审核 is empty: nobody reviews what
 * balances by construction.
 */
export class StockCardFold implements RowFold {
  readonly #making: Making<StockCardKey>;
  readonly #opening: Opening;

  constructor(making: Making<StockCardKey>) {
    this.#making = making;
    this.#opening = new Opening(making.selection);
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, register, rows } = this.#making;
    if (isKind(entry, 'correction')) {
      this.#correct(sealed, entry);
      return;
    }
    const change = turnoverOf(sealed, 'stock', (movement) => belongs(movement, selection));
    if (change === undefined || !this.#opening.passes(entry, [change])) return;
    if (bringsLots(entry)) rows.number(entry.id, index);
    rows.add(
      { on: entry.effectiveOn, index, line: 0 },
      {
        date: entry.effectiveOn,
        number: voucherNumber(index),
        summary: summaryOf(sealed, register.on(entry.effectiveOn)),
        inQuantity: change.in.quantity,
        inValue: change.in.value,
        outQuantity: change.out.quantity,
        outValue: change.out.value,
      },
    );
  }

  /** What was put right of lots of the item, or of who gave them. */
  #correct({ index }: Sealed, entry: Entry<'correction'>): void {
    const { selection, register: whole, rows, openings } = this.#making;
    const birth = openings.find(entry.refs.entry);
    if (birth === undefined || !bringsLots(birth) || !isWithin(entry, selection)) return;
    const isMeant = lotsBrought(birth).some((lot) => {
      const facts = originOf(lot, (id) => openings.find(id))?.facts;
      return facts !== undefined && belongs(facts, selection);
    });
    if (!isMeant) return;
    const corrects = correctionTold(entry, whole.on(entry.effectiveOn));
    const row = { date: entry.effectiveOn, number: voucherNumber(index), corrects };
    rows.add({ on: entry.effectiveOn, index, line: 0 }, row, [birth.id]);
  }

  close(): Sheet {
    const { selection, rows, sheet } = this.#making;
    let { quantity, value } = this.#opening.balance;
    const opening: Cells<StockCardKey> = { date: selection.from ?? null, summary: '上期结存', quantity, value };

    async function* balanced(): AsyncGenerator<Cells<StockCardKey>> {
      for await (const { row, numbers } of rows.read()) {
        if (row.corrects !== null) {
          yield { ...row, summary: correcting(numbers[0], textOf(row.corrects)), quantity, value };
          continue;
        }
        quantity += figure(row.inQuantity) - figure(row.outQuantity);
        value += figure(row.inValue) - figure(row.outValue);
        yield { ...row, quantity, value };
      }
    }

    return sheet({
      columns: COLUMNS,
      opening: selection.from === undefined ? undefined : opening,
      rows: balanced(),
      summed: ['inQuantity', 'inValue', 'outQuantity', 'outValue'],
      closing: () => ({ quantity, value }),
    });
  }
}
