import * as z from 'zod';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { BLANK, isBlank, ofText, type Row, type Typed, typed } from '../form/cells.ts';
import {
  allGood as allOf,
  type CountedLine,
  countOf,
  isLeftOut,
  isOfPacks,
  lineOfRow,
  rowsOfLines,
} from '../form/counted.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';
import type { StockLot } from './stock-lot.ts';

/** A count (盘点) as it is typed, and as it is sent: only the lots that were counted. */

const COLUMN = 'counted';
export type CountRow = Row<typeof COLUMN>;

const FIELDS = ['effectiveOn', 'reason', 'note', 'exception'] as const;
export type CountField = (typeof FIELDS)[number];

/** What was typed of a lot, with what the books said when it was: they may say something else meanwhile. */
const line = z.object({ lot: z.string(), book: z.int(), packs: typed.exactOptional(), pieces: typed.exactOptional() });

export const countDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed), lines: z.array(line) });
export type CountDraft = z.infer<typeof countDraft>;

export function emptyCount(today: string): CountDraft {
  return { fields: { effectiveOn: ofText(today) }, lines: [] };
}

/** A lot to be counted, as a row or two of the form. */
export interface Countable extends CountedLine {
  readonly lot: string;
  readonly of: StockLot;
}

export type Pack = { readonly measure: string; readonly of: number };

/** One document has room for so many lots: those of a part, and whichever else something was typed of. */
export function countableOf(
  lots: readonly StockLot[],
  part: number,
  { lines }: Pick<CountDraft, 'lines'>,
  packOf: (item: string) => Pack | undefined,
): readonly Countable[] {
  const from = (part - 1) * LIMITS.lines;
  const shown = lots.filter(
    ({ lot }, at) => (at >= from && at < from + LIMITS.lines) || lines.some((one) => one.lot === lot),
  );
  return shown.map((of, at) => {
    const pack = packOf(of.item.id);
    const quantity = lines.find((one) => one.lot === of.lot)?.book ?? of.quantity;
    return { line: at + 1, lot: of.lot, item: of.item.id, quantity, of, ...(pack === undefined ? {} : { pack }) };
  });
}

export function partsOf(lots: number): number {
  return Math.max(1, Math.ceil(lots / LIMITS.lines));
}

export function rowsOfCount({ lines }: Pick<CountDraft, 'lines'>, all: readonly Countable[]): readonly CountRow[] {
  const kept = all.flatMap((one): CountRow[] => {
    const said = lines.find(({ lot }) => lot === one.lot);
    if (said === undefined) return [];
    return rowsOfLines([one], [], {}).map((row) => ({
      ...row,
      cells: { [COLUMN]: (isOfPacks(row) ? said.packs : said.pieces) ?? BLANK },
    }));
  });
  return rowsOfLines(all, kept, {});
}

/** What stands in the rows, lot by lot, with what the books said when it was first typed. */
export function linesOfCount(
  rows: readonly CountRow[],
  all: readonly Countable[],
  { lines: before }: Pick<CountDraft, 'lines'>,
): CountDraft['lines'] {
  const others = before.filter(({ lot }) => !all.some((one) => one.lot === lot));
  const said = all.flatMap((one) => {
    const cellIn = (isPacks: boolean): Typed | undefined => {
      const cell = rows.find((row) => lineOfRow(row) === one.line && isOfPacks(row) === isPacks)?.cells[COLUMN];
      return cell === undefined || isBlank(cell) ? undefined : cell;
    };
    const [packs, pieces] = [cellIn(true), cellIn(false)];
    if (packs === undefined && pieces === undefined) return [];
    return [
      {
        lot: one.lot,
        book: one.quantity,
        ...(packs === undefined ? {} : { packs }),
        ...(pieces === undefined ? {} : { pieces }),
      },
    ];
  });
  return [...others, ...said];
}

/** All as the books say; what was typed of a lot is as they say too. */
export function allAsBooked(all: readonly Countable[], draft: Pick<CountDraft, 'lines'>): CountDraft['lines'] {
  return linesOfCount(allOf(all, rowsOfCount(draft, all), [COLUMN]), all, draft);
}

/** The books as they are told to stand now: what was counted is compared with that. */
export function takenOver(lines: CountDraft['lines'], lot: string, now: number): CountDraft['lines'] {
  return lines.map((one) => (one.lot === lot ? { ...one, book: now } : one));
}

/** The lots that were counted, in the order in which they are sent. */
export function countedOf(draft: Pick<CountDraft, 'lines'>, all: readonly Countable[]): readonly Countable[] {
  const rows = rowsOfCount(draft, all);
  return all.filter((one) => !isLeftOut(one, rows));
}

/** How many more were found than the books say; below zero fewer. Undefined where nothing was counted. */
export function differenceOf(one: Countable, rows: readonly CountRow[]): bigint | undefined {
  return isLeftOut(one, rows) ? undefined : countOf(one, rows, COLUMN) - BigInt(one.quantity);
}

export function countOfDraft(draft: CountDraft, warehouse: string, all: readonly Countable[]): Made {
  const reading = new Reading();
  const { fields } = draft;
  const body = {
    warehouse,
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    lines: countedOf(draft, all).map((one, place) => lineOf(one, draft, `/lines/${place}/counted`, reading)),
    reason: reading.text('/reason', fields.reason),
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

/** In packs where both the books and what was counted are whole ones, and else in the base measure. */
function lineOf({ lot, quantity: book, pack }: Countable, { lines }: CountDraft, at: string, reading: Reading): object {
  const said = lines.find((one) => one.lot === lot);
  const packs = reading.quantity(at, pack === undefined ? undefined : said?.packs);
  const pieces = reading.quantity(at, said?.pieces);
  const counted =
    packs === undefined && pieces === undefined ? undefined : (packs ?? 0) * (pack?.of ?? 1) + (pieces ?? 0);
  const isInPacks = pack !== undefined && packs !== undefined && (pieces ?? 0) === 0 && book % pack.of === 0;
  if (isInPacks) return { lot, book: book / pack.of, counted: packs, measure: pack.measure };
  return defined({ lot, book, counted });
}
