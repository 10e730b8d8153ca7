import type { Openings } from '../../domain/openings.ts';
import type { Sealed } from '../../domain/voucher.ts';
import type { Names } from '../../reports/people.ts';
import type { Register } from '../../reports/register.ts';
import type { Selection } from '../../reports/selection.ts';
import type { Sheet } from '../files/sheet.ts';
import type { NumberedRows } from './numbered-rows.ts';
import type { Table } from './table.ts';

/** Whose ledger it is (编制单位), and the checkpoint that it is a function of (校验点); the root in base64. */
export interface Heading {
  readonly union: string;
  readonly asOf: { readonly size: number; readonly root: string };
}

/**
 * A ledger in the making. It is told every entry of the log from the first on, in the order of the log, and keeps none:
 * its memory grows with what is open, with what is registered, with gifts and with late papers, never with rows.
 */
export interface LedgerFold {
  enter(sealed: Sealed): void;
  /** The ledger of what was entered, with the names that its entries commit to; called once, after the last entry. */
  close(names: Names): Sheet;
  /** Removes temporary files; at any time, and more than once. */
  discard(): void;
  /** How many documents it holds because something of them is still to come. */
  readonly open: number;
}

/** What one kind of ledger makes of entries, of each once its names are known. */
export interface RowFold {
  enter(sealed: Sealed): void;
  close(): Sheet;
  readonly open?: number;
}

/** What every ledger is made with. */
export interface Making<K extends string> {
  readonly selection: Selection;
  readonly openings: Openings;
  /** What is registered when an entry is entered, by that entry too. */
  readonly register: Register;
  readonly rows: NumberedRows<K>;
  /** The table under the title and the head that every ledger has. */
  readonly sheet: <C extends string>(table: Omit<Table<C>, 'title' | 'head' | 'called'>) => Sheet;
}
