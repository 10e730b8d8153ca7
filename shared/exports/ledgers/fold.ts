import type { CalendarDate } from '../../domain/calendar.ts';
import type { Id } from '../../domain/id.ts';
import type { Openings } from '../../domain/openings.ts';
import type { Movement } from '../../domain/posting.ts';
import type { Sealed } from '../../domain/voucher.ts';
import type { Sheet } from '../files/sheet.ts';
import type { NumberedRows } from './numbered-rows.ts';

export const LEDGERS = ['fund-usage', 'acceptance', 'distribution', 'stock-card', 'donations', 'exceptions'] as const;
export type LedgerKind = (typeof LEDGERS)[number];

export const LEDGER_TITLES: Readonly<Record<LedgerKind, string>> = {
  'fund-usage': '资金使用台账',
  acceptance: '物资采购(入库)台账',
  distribution: '物资发放台账',
  'stock-card': '收发存卡',
  donations: '捐赠公示',
  exceptions: '例外事项台账',
};

/** Which rows of a ledger are meant. What is left out is not asked for: every funding line, every date. */
export interface Selection {
  readonly fundingLine?: Id;
  /** Goods that went to this very unit, not to those below it. */
  readonly unit?: Id;
  readonly item?: Id;
  /** By the date of effect, both included: what lies before shapes balances only, what lies after never happened. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

/** What a ledger can be narrowed by. A unit would tear the balances of a ledger of money or of stock apart. */
export const SELECTABLE: Readonly<Record<LedgerKind, readonly (keyof Selection)[]>> = {
  'fund-usage': ['fundingLine', 'from', 'to'],
  acceptance: ['fundingLine', 'item', 'from', 'to'],
  distribution: ['fundingLine', 'unit', 'item', 'from', 'to'],
  'stock-card': ['fundingLine', 'item', 'from', 'to'],
  donations: ['fundingLine', 'item', 'from', 'to'],
  exceptions: ['fundingLine', 'from', 'to'],
};

/** What a ledger cannot be told without: a card is of one item. */
export const REQUIRED: Readonly<Record<LedgerKind, readonly (keyof Selection)[]>> = {
  'fund-usage': [],
  acceptance: [],
  distribution: [],
  'stock-card': ['item'],
  donations: [],
  exceptions: [],
};

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
  /** The ledger of what was entered; called once, after the last entry. */
  close(): Sheet;
  /** Removes temporary files; at any time, and more than once. */
  discard(): void;
  /** How many documents it holds because something of them is still to come. */
  readonly open: number;
}

/** What every ledger is made with. */
export interface Making<K extends string> {
  readonly selection: Selection;
  readonly heading: Heading;
  readonly openings: Openings;
  readonly rows: NumberedRows<K>;
}

/** Whether goods or money belong to the funding line and the item that are asked for. */
export function belongs({ fundingLine, item }: Movement, selection: Selection): boolean {
  return (
    (selection.fundingLine === undefined || fundingLine === selection.fundingLine) &&
    (selection.item === undefined || item === selection.item)
  );
}
