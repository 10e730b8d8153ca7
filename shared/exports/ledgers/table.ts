import type { Doer } from '../../reports/people.ts';
import { amountInWords } from '../files/amount-in-words.ts';
import type { Column, ColumnType, HeadLine, Sheet, SheetFoot, Value } from '../files/sheet.ts';

/** A column of a ledger. One of persons is text; until it is read, its cells hold who did it (`doerOf`). */
interface LedgerColumn extends Omit<Column, 'type'> {
  readonly type: ColumnType | 'person';
}

/** A column by the name that the code calls it. */
export type NamedColumn<K extends string> = readonly [name: K, column: LedgerColumn];

/** A row by the names of its columns; what is left out is empty. */
export type Cells<K extends string> = { readonly [name in K]?: Value };

export function column<const K extends string>(
  name: K,
  title: string,
  type: LedgerColumn['type'],
  width: number,
): NamedColumn<K> {
  return [name, { title, type, width }];
}

/** The number in a cell; an empty one counts as none. */
export function figure(value: Value | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

/** The text in a cell. */
export function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export interface Table<K extends string> {
  readonly title: string;
  readonly head: readonly HeadLine[];
  readonly columns: readonly NamedColumn<K>[];
  /** What whoever did it is called. */
  readonly called: (doer: Doer) => string;
  /** What was brought forward. It stands before the rows and is none of them: neither numbered, added up nor counted. */
  readonly opening?: Cells<K> | undefined;
  readonly rows: AsyncIterable<Cells<K>>;
  /** Columns that are added up. */
  readonly summed: readonly K[];
  /** What stands under columns that are not, once all rows were read. */
  readonly closing?: () => Cells<K>;
  /** The column whose total is written in words. */
  readonly inWords?: K;
}

/** A table as a sheet: rows are numbered, added up and counted while they are read. */
export function tabulate<K extends string>(table: Table<K>): Sheet {
  const { columns, summed } = table;
  const totals = new Map(summed.map((name): [K, bigint] => [name, 0n]));
  let count = 0;

  async function* rows(): AsyncGenerator<readonly Value[]> {
    if (table.opening) yield valuesOf(table.opening, null);
    for await (const row of table.rows) {
      count += 1;
      for (const [name, sum] of totals) totals.set(name, sum + figure(row[name]));
      yield valuesOf(row, BigInt(count));
    }
  }

  function valuesOf(row: Cells<K>, ordinal: bigint | null): readonly Value[] {
    return columns.map(([name, { type }]) => {
      const value = row[name] ?? null;
      if (type === 'ordinal') return ordinal;
      return type === 'person' && typeof value === 'string' ? table.called(value) : value;
    });
  }

  function foot(): SheetFoot {
    const closing: Cells<K> = table.closing?.() ?? {};
    const label = columns.findIndex(([, { type }]) => type === 'text');
    return {
      total: columns.map(([name], at) => (at === label ? '合计' : (totals.get(name) ?? closing[name] ?? null))),
      ...(table.inWords === undefined ? {} : { inWords: amountInWords(totals.get(table.inWords) ?? 0n) }),
      rows: count,
    };
  }

  return {
    title: table.title,
    head: table.head,
    columns: columns.map(([, { title, type, width }]) => ({ title, type: type === 'person' ? 'text' : type, width })),
    rows: rows(),
    foot,
  };
}
