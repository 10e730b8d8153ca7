import type { CalendarDate } from '../../domain/calendar.ts';
import type { Id } from '../../domain/id.ts';
import type { Value } from '../files/sheet.ts';
import type { Cells } from './table.ts';

/** Rows that come back in the order of their keys; where it puts them aside, no more than `limit` are kept in memory. */
export interface Sorter {
  add(key: string, row: readonly Value[]): void;
  /** Read once, after the last row was added. */
  sorted(): AsyncIterable<readonly Value[]>;
  /** Removes what it put aside. */
  close(): void;
}

export interface SorterOptions {
  readonly encode: (row: readonly Value[]) => string;
  readonly decode: (text: string) => readonly Value[];
  readonly limit: number;
}

export type SorterOf = (options: SorterOptions) => Sorter;

/** Rows that one sort holds in memory: a few megabytes. */
const ROWS_IN_MEMORY = 10_000;

/** Where a row stands: by its date, then by the log, then by its line in the entry. */
export interface Place {
  readonly on: CalendarDate;
  readonly index: number;
  readonly line: number;
}

export interface NumberedRow<K extends string> {
  readonly row: Cells<K>;
  /** The places in the log of the entries that the row names, in the order it names them. */
  readonly numbers: readonly (number | undefined)[];
}

/**
 * Rows in the order in which a ledger is read. A row may name earlier entries, whose voucher numbers are looked up
 * without any table of them: numbers and questions are sorted by entry, so that each question comes right behind its
 * number, and the answers are sorted in among the rows.
 */
export class NumberedRows<K extends string> {
  readonly #keys: readonly K[];
  readonly #rows: Sorter;
  readonly #numbers: Sorter;
  #isAsked = false;
  #isClosed = false;

  constructor(keys: readonly K[], sorterOf: SorterOf) {
    this.#keys = keys;
    this.#rows = sorterOf({ encode, decode, limit: ROWS_IN_MEMORY });
    this.#numbers = sorterOf({ encode, decode, limit: ROWS_IN_MEMORY });
  }

  /** Tells the place of an entry that later rows may name. */
  number(id: Id, index: number): void {
    this.#numbers.add(`${id}/0`, [id, BigInt(index)]);
  }

  add(place: Place, row: Cells<K>, named: readonly Id[] = []): void {
    const key = keyOf(place);
    this.#rows.add(`${key}/1`, [ROW, ...this.#keys.map((name) => row[name] ?? null)]);
    named.forEach((id, at) => {
      this.#isAsked = true;
      this.#numbers.add(`${id}/1/${key}/${at}`, [id, BigInt(at), key]);
    });
  }

  /** Every row in its order; read once, and whoever stops reading has its files removed. */
  async *read(): AsyncGenerator<NumberedRow<K>> {
    try {
      if (this.#isAsked) await this.#answer();
      let numbers: number[] = [];
      for await (const [kind, ...values] of this.#rows.sorted()) {
        if (kind === ANSWER) {
          const [at, index] = values;
          numbers[Number(at)] = Number(index);
        } else {
          yield { row: this.#cells(values), numbers };
          numbers = [];
        }
      }
    } finally {
      this.close();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#rows.close();
    this.#numbers.close();
  }

  async #answer(): Promise<void> {
    let told: { readonly id: Value; readonly index: Value } | undefined;
    for await (const [id = null, figure = null, key] of this.#numbers.sorted()) {
      if (key === undefined) told = { id, index: figure };
      else if (told?.id === id) this.#rows.add(`${key}/0/${figure}`, [ANSWER, figure, told.index]);
    }
  }

  #cells(values: readonly Value[]): Cells<K> {
    const row: { [name in K]?: Value } = {};
    this.#keys.forEach((name, at) => {
      row[name] = values[at] ?? null;
    });
    return row;
  }
}

const ROW = 'row';
const ANSWER = 'answer';

function keyOf({ on, index, line }: Place): string {
  return `${on}/${String(index).padStart(12, '0')}/${String(line).padStart(4, '0')}`;
}

/** Texts and numbers told apart by their first letter, null by having none. */
function encode(row: readonly Value[]): string {
  return JSON.stringify(
    row.map((value) => (value === null ? '' : typeof value === 'bigint' ? `#${value}` : `=${value}`)),
  );
}

function decode(text: string): readonly Value[] {
  const row: unknown = JSON.parse(text);
  if (!Array.isArray(row)) throw new Error('a sorted row is not as it was written');
  return row.map((value: unknown) => {
    if (typeof value !== 'string') throw new Error('a sorted row is not as it was written');
    return value === '' ? null : value.startsWith('#') ? BigInt(value.slice(1)) : value.slice(1);
  });
}
