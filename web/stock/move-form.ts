import * as z from 'zod';
import {
  BLANK,
  type Choice,
  cellOf,
  isBlank,
  isBlankRow,
  ofChoice,
  ofText,
  type Row,
  rowsOf,
  type Typed,
  typed,
} from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { measureFor, sizeOf } from '../form/measures.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readDate, readQuantity } from '../form/typed.ts';
import type { StockLot } from './stock-lot.ts';

/** A stock move (移库) as it is typed, and as it is sent. */

const COLUMNS = ['item', 'lot', 'quantity', 'measure', 'fundingLine'] as const;
export type MoveColumn = (typeof COLUMNS)[number];
export type MoveRow = Row<MoveColumn>;

const FIELDS = ['from', 'to', 'effectiveOn', 'reason', 'note', 'exception'] as const;
export type MoveField = (typeof FIELDS)[number];

export const moveDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed), lines: rowsOf(COLUMNS) });
export type MoveDraft = z.infer<typeof moveDraft>;

/** What is moved from where is known where one comes from a lot. */
export function emptyMove(today: string, from?: Typed, lot?: { readonly lot: Typed; readonly item: Typed }): MoveDraft {
  const cells = lot === undefined ? {} : { ...lot, measure: ofText(lot.item.chosen?.measures?.[0]?.measure ?? '') };
  return {
    fields: { effectiveOn: ofText(today), ...(from === undefined ? {} : { from }) },
    lines: [{ key: 1, cells }],
  };
}

/** An item as a lot tells it, until the register is asked. */
export function itemOfLot({ item: { id, name, code, baseMeasure } }: Pick<StockLot, 'item'>): Choice {
  return { id, name, code, measures: [{ measure: baseMeasure, of: 1 }] };
}

/** What follows from a cell: of a lot its item, and of an item its base measure; another item is of no lot of the one before. */
export function derivedMove(
  line: MoveRow,
  changed: MoveColumn,
  before: MoveRow,
  lots: readonly Pick<StockLot, 'lot' | 'item'>[],
): MoveRow {
  if (changed !== 'item' && changed !== 'lot') return line;
  let { cells } = line;
  const lot = lots.find((one) => one.lot === cells.lot?.chosen?.id);
  if (changed === 'lot' && lot !== undefined) {
    const stays = cells.item?.chosen?.id === lot.item.id;
    cells = { ...cells, item: stays ? (cells.item ?? BLANK) : ofChoice(itemOfLot(lot)), fundingLine: BLANK };
  }
  if (changed === 'item' && lot !== undefined && lot.item.id !== cells.item?.chosen?.id) {
    cells = { ...cells, lot: BLANK };
  }
  const measure = measureFor(cells.item ?? BLANK, cells.measure ?? BLANK, cellOf(before, 'item'));
  return { ...line, cells: { ...cells, measure } };
}

/** The rows with the packs of their items, as far as they are known. */
export function withPacks(rows: readonly MoveRow[], items: ReadonlyMap<string, Choice>): readonly MoveRow[] {
  return rows.map((row) => {
    const known = items.get(cellOf(row, 'item').chosen?.id ?? '');
    return known === undefined ? row : { ...row, cells: { ...row.cells, item: ofChoice(known) } };
  });
}

/** What a row takes, in the base measure; what cannot be read is nothing. */
function takenBy(row: MoveRow): bigint {
  const read = readQuantity(cellOf(row, 'quantity').text);
  if (read === undefined || 'flaw' in read) return 0n;
  return BigInt(read.value) * sizeOf(cellOf(row, 'item'), cellOf(row, 'measure'));
}

/** What there is for a row to take, and what it lacks of that beside all other rows. */
export interface ForRow {
  readonly here: bigint;
  readonly lacks: bigint;
}

/** Undefined where nothing is chosen yet. What is past its date moves too; what came after the day does not. */
export function forRow(
  row: MoveRow,
  { rows, lots, day }: { readonly rows: readonly MoveRow[]; readonly lots: readonly StockLot[]; readonly day: Typed },
): ForRow | undefined {
  const lot = cellOf(row, 'lot').chosen?.id;
  const item = cellOf(row, 'item').chosen?.id;
  if (lot === undefined && item === undefined) return undefined;
  const line = lot === undefined ? cellOf(row, 'fundingLine').chosen?.id : undefined;
  const read = readDate(day.text);
  const on = read !== undefined && 'value' in read ? read.value : undefined;
  const there = lots.filter(
    (one) =>
      (lot === undefined ? one.item.id === item : one.lot === lot) &&
      (line === undefined || one.fundingLine.id === line) &&
      (on === undefined || one.receivedOn <= on),
  );
  const here = there.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n);
  const alike = rows.filter(
    (one) =>
      cellOf(one, 'lot').chosen?.id === lot &&
      cellOf(one, 'item').chosen?.id === item &&
      (line === undefined || cellOf(one, 'fundingLine').chosen?.id === line),
  );
  const taken = alike.reduce((sum, one) => sum + takenBy(one), 0n);
  return { here, lacks: taken > here ? taken - here : 0n };
}

export function moveOf({ fields, lines }: MoveDraft, from: Typed): Made {
  const reading = new Reading();
  const body = {
    from: reading.chosen('/from', from),
    to: reading.chosen('/to', fields.to),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    lines: lines.filter((row) => !isBlankRow(row)).map((row, place) => lineOf(row, `/lines/${place}`, reading)),
    reason: reading.text('/reason', fields.reason),
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

/** A lot says of which item it is. */
function lineOf(row: MoveRow, at: string, reading: Reading): object {
  const isLot = !isBlank(cellOf(row, 'lot'));
  return defined({
    ...(isLot
      ? { lot: reading.chosen(`${at}/lot`, cellOf(row, 'lot')) }
      : { item: reading.chosen(`${at}/item`, cellOf(row, 'item')) }),
    quantity: reading.quantity(`${at}/quantity`, cellOf(row, 'quantity')),
    measure: reading.measure(`${at}/measure`, cellOf(row, 'measure'), cellOf(row, 'item')),
    fundingLine: reading.chosen(`${at}/fundingLine`, cellOf(row, 'fundingLine')),
  });
}
