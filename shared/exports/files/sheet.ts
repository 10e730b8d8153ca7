/**
 * A ledger as a table of typed cells, before it is a file. Whatever writes it (XLSX, CSV) or checks it (the verifier)
 * takes it from here, so that all of them say the same.
 */
export interface Sheet {
  /** 资金使用台账 */
  readonly title: string;
  /** Above the table: label and text, in order (编制单位, 期间, 校验点 …). */
  readonly head: readonly HeadLine[];
  readonly columns: readonly Column[];
  /** Height in points of each row from the first on, where the sheet is one to write on by hand. */
  readonly rowHeight?: number;
  /** Read once. Rows come in their order and are not kept. */
  readonly rows: AsyncIterable<readonly Value[]>;
  /** What stands under the table; asked for when the rows have been read. */
  foot(): SheetFoot;
}

export interface HeadLine {
  readonly label: string;
  readonly text: string;
}

export interface Column {
  readonly title: string;
  readonly type: ColumnType;
  /** In characters of the default font; a Chinese one counts two. */
  readonly width: number;
}

/**
 * What a column holds:
 * - `ordinal`: 序号, counted from 1, as a number;
 * - `text`: also every identifier, however much it looks like a number;
 * - `date`: `YYYY-MM-DD`;
 * - `yuan`: fen, shown in yuan with two places;
 * - `quantity`: in the base measure, and counts of people or papers.
 */
export type ColumnType = 'ordinal' | 'text' | 'date' | 'yuan' | 'quantity';

/** The value of a cell by its column's type: a text, a date, or a number as bigint (fen, pieces); null is empty. */
export type Value = string | bigint | null;

export interface SheetFoot {
  /** 合计: one value a column, null where nothing is added up. Its first text column says 合计. */
  readonly total: readonly Value[];
  /** 大写 of the total, where the ledger is one of money. */
  readonly inWords?: string;
  /** Below it, in order: label and text, or a blank to write on where the text is empty (经办人, 公章 …). */
  readonly lines?: readonly HeadLine[];
  /** How many rows there were. Where there were none, the file says so: 本期无记录. */
  readonly rows: number;
}

/** What stands in a file that has no rows, in its first text column. */
export const NO_ROWS = '本期无记录';

/** The row of a ledger that has none: it says so. */
export function nothing(columns: readonly Column[]): Value[] {
  const first = columns.findIndex(({ type }) => type === 'text');
  return columns.map((_, at) => (at === first ? NO_ROWS : null));
}

/** Excel's own limit, less what stands above and below the table. */
export const MOST_WORKSHEET_ROWS = 1_048_000;

/** A worksheet cannot hold so many rows: a CSV file can, and so can a shorter period. */
export class TooManyRows extends Error {
  constructor() {
    super(`a worksheet holds at most ${MOST_WORKSHEET_ROWS} rows: take CSV, or a shorter period`);
    this.name = 'TooManyRows';
  }
}
