import type { Balance } from '../../shared/domain/balance.ts';
import type { Lot, PurchaseBook } from '../../shared/domain/books.ts';
import type { Books } from '../../shared/domain/post.ts';
import { id } from '../reports/entries.ts';

/** Books with something in every account, at 1.00 yuan apiece, so that what is wrong shows. */

export const LINE_A = id(1);
export const LINE_B = id(2);
export const LOT = `${id(21)}.1`;
export const GIVEN = `${id(22)}.1`;

/** So many pieces at 1.00 yuan. */
export function pieces(quantity: bigint): Balance {
  return { quantity, value: quantity * 100n };
}

export function lot(name: string, changes: Partial<Lot> = {}): Lot {
  const stock = changes.stock ?? pieces(30n);
  const receivedOn = changes.receivedOn ?? '2020-12-28';
  return {
    id: name,
    item: id(5),
    fundingLine: LINE_A,
    warehouse: id(8),
    inKind: false,
    receivedOn,
    stock,
    lows: [{ from: receivedOn, ...stock }],
    lost: pieces(3n),
    ...changes,
  };
}

/** On which all of it came about. */
export const DAY = '2020-12-28';

export const PURCHASE: PurchaseBook = {
  days: { openedOn: DAY, fed: {} },
  shares: [
    { line: 1, fundingLine: 1, committed: pieces(40n), accepted: pieces(20n) },
    { line: 1, fundingLine: 2, committed: pieces(10n), accepted: pieces(0n) },
  ],
  paid: [3_000n, 700n],
  laterInvoices: 1,
};

export const BOOKS: Books = {
  fundingLines: [LINE_A, LINE_B],
  purchase: PURCHASE,
  consignment: {
    days: { openedOn: DAY, fed: {} },
    parts: [
      { transit: pieces(10n), held: pieces(5n), delivered: pieces(20n) },
      { transit: pieces(8n), held: pieces(0n), delivered: pieces(0n) },
    ],
    confirmation: id(30),
    confirmedBy: 'coordinator-1',
  },
  lots: new Map([
    [LOT, lot(LOT)],
    [GIVEN, lot(GIVEN, { inKind: true, stock: pieces(50n), lost: pieces(0n) })],
  ]),
  disbursement: { days: { openedOn: DAY, fed: {} }, remaining: 20_000n },
};
