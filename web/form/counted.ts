import { writeWhole } from '../../shared/domain/quantity.ts';
import { BLANK, cellOf, isBlankRow, ofText, type Row } from './cells.ts';
import { defined } from './given.ts';
import type { Reading } from './reading.ts';
import { readQuantity } from './typed.ts';

/**
 * Goods of a document, counted line by line as what they were found to be. What is in packs is counted in two rows, whole
 * packs and single pieces, which are one line.
 */

export interface CountedLine {
  /** 1-based, of the document. */
  readonly line: number;
  readonly item: string;
  /** How many there should be, in the base measure. */
  readonly quantity: number;
  /** As the document's line was given. */
  readonly pack?: { readonly measure: string; readonly of: number };
}

/** Columns that are counts: first of what is good, and then of all else. */
export type Counts<C extends string> = readonly [good: C, ...others: C[]];

type RowsOf<C extends string> = readonly Row<C>[];

const ROWS_EACH = 2;

export function lineOfRow({ key }: { readonly key: number }): number {
  return Math.floor(key / ROWS_EACH);
}

export function isOfPacks({ key }: { readonly key: number }): boolean {
  return key % ROWS_EACH === 0;
}

/** Whether it is the first of its line, where all stands that is not counted. */
export function isFirstOf({ pack }: CountedLine, row: { readonly key: number }): boolean {
  return pack === undefined || isOfPacks(row);
}

/** The rows of lines: as they were kept, and of others with `cells`. */
export function rowsOfLines<C extends string>(
  lines: readonly CountedLine[],
  kept: RowsOf<C>,
  cells: Row<C>['cells'],
): RowsOf<C> {
  const row = (key: number): Row<C> => kept.find((one) => one.key === key) ?? { key, cells };
  return lines.flatMap(({ line, pack }) => {
    const pieces = row(line * ROWS_EACH + 1);
    return pack === undefined ? [pieces] : [row(line * ROWS_EACH), pieces];
  });
}

function rowsOfLine<C extends string>({ line }: CountedLine, rows: RowsOf<C>): RowsOf<C> {
  return rows.filter((row) => lineOfRow(row) === line);
}

/** Whether nothing at all is said of a line. */
export function isLeftOut<C extends string>(line: CountedLine, rows: RowsOf<C>): boolean {
  return rowsOfLine(line, rows).every(isBlankRow);
}

/** What one cell of a line comes to in the base measure; what cannot be read is nothing. */
export function countOf<C extends string>(line: CountedLine, rows: RowsOf<C>, column: C): bigint {
  return rowsOfLine(line, rows).reduce((sum, row) => {
    const read = readQuantity(cellOf(row, column).text);
    if (read === undefined || 'flaw' in read) return sum;
    return sum + BigInt(read.value) * BigInt(isOfPacks(row) ? (line.pack?.of ?? 1) : 1);
  }, 0n);
}

/** How many of a line are not counted yet; below zero where more were than there should be. */
export function missingOf<C extends string>(line: CountedLine, rows: RowsOf<C>, counts: Counts<C>): bigint {
  return counts.reduce((left, column) => left - countOf(line, rows, column), BigInt(line.quantity));
}

/** So many of a line as good, in as many packs as there are whole ones. */
function withGood<C extends string>(line: CountedLine, rows: RowsOf<C>, good: C, quantity: bigint): RowsOf<C> {
  const of = BigInt(line.pack?.of ?? 1);
  const packs = line.pack === undefined ? 0n : quantity / of;
  const pieces = quantity - packs * of;
  return rows.map((row) => {
    if (lineOfRow(row) !== line.line) return row;
    const isSaid = isOfPacks(row) ? packs > 0n || pieces === 0n : pieces > 0n || line.pack === undefined;
    const cell = isSaid ? ofText(writeWhole(isOfPacks(row) ? packs : pieces)) : BLANK;
    return { ...row, cells: { ...row.cells, [good]: cell } };
  });
}

/** All as there should be: nothing but good. What else was said of a line stays. */
export function allGood<C extends string>(
  lines: readonly CountedLine[],
  rows: RowsOf<C>,
  [good, ...others]: Counts<C>,
): RowsOf<C> {
  const cleared = rows.map((row) => {
    let { cells } = row;
    for (const column of others) cells = { ...cells, [column]: BLANK };
    return { ...row, cells };
  });
  return lines.reduce<RowsOf<C>>((all, line) => withGood(line, all, good, BigInt(line.quantity)), cleared);
}

/** A line that added up goes on to: what else is counted of it is less of what is good. */
export function balanced<C extends string>(
  lines: readonly CountedLine[],
  counts: Counts<C>,
  before: RowsOf<C>,
  after: RowsOf<C>,
): RowsOf<C> {
  const [good] = counts;
  return lines.reduce<RowsOf<C>>((rows, line) => {
    const missing = missingOf(line, rows, counts);
    const had = countOf(line, rows, good);
    if (missing === 0n || missingOf(line, before, counts) !== 0n || had !== countOf(line, before, good)) return rows;
    return had + missing < 0n ? rows : withGood(line, rows, good, had + missing);
  }, after);
}

/** What is sent of the counts of a line: in packs where nothing is counted in pieces, and else in the base measure. */
export function countsSent<C extends string>(
  line: CountedLine,
  rows: RowsOf<C>,
  { at, counts, reading }: { readonly at: string; readonly counts: Counts<C>; readonly reading: Reading },
): object {
  const of = rowsOfLine(line, rows);
  const read = counts.map((column) => {
    const said = (isPacks: boolean) =>
      reading.quantity(`${at}/${column}`, of.find((row) => isOfPacks(row) === isPacks)?.cells[column]);
    return { column, packs: said(true), pieces: said(false) };
  });
  const isInPacks = read.some(({ packs }) => packs !== undefined) && !read.some(({ pieces = 0 }) => pieces > 0);
  const size = line.pack?.of ?? 1;
  const sum = ({ packs, pieces }: (typeof read)[number]) => {
    if (packs === undefined && pieces === undefined) return undefined;
    return isInPacks ? (packs ?? 0) : (packs ?? 0) * size + (pieces ?? 0);
  };
  return defined({
    line: line.line,
    ...Object.fromEntries(read.map((one) => [one.column, sum(one)])),
    measure: isInPacks ? line.pack?.measure : undefined,
  });
}

/** The cell of a line that is not counted. */
export function saidOf<C extends string>(line: CountedLine, rows: RowsOf<C>, column: C) {
  return rowsOfLine(line, rows).find((row) => isFirstOf(line, row))?.cells[column];
}
