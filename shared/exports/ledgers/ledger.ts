import type { Openings } from '../../domain/openings.ts';
import { SortedRows } from '../files/sorted-rows.ts';
import { ACCEPTANCE_KEYS, AcceptanceFold } from './acceptance.ts';
import { DISTRIBUTION_KEYS, DistributionFold } from './distribution.ts';
import { DONATIONS_KEYS, DonationsFold } from './donations.ts';
import { EXCEPTIONS_KEYS, ExceptionsFold } from './exceptions.ts';
import {
  type Heading,
  type LedgerFold,
  type LedgerKind,
  type Making,
  REQUIRED,
  SELECTABLE,
  type Selection,
} from './fold.ts';
import { FUND_USAGE_KEYS, FundUsageFold } from './fund-usage.ts';
import { NumberedRows, type SorterOf } from './numbered-rows.ts';
import { STOCK_CARD_KEYS, StockCardFold } from './stock-card.ts';

export {
  type Heading,
  LEDGER_TITLES,
  LEDGERS,
  type LedgerFold,
  type LedgerKind,
  REQUIRED,
  SELECTABLE,
  type Selection,
} from './fold.ts';

/**
 * Begins a ledger. It is told every entry of the log, with the openings that each refers to findable at that moment:
 * those that its `refs` name, `refs.entry` among them, those of its lots with their orders, and that of its parts.
 * Temporary files go below `folder`. Throws a RangeError on a selection that the ledger cannot be narrowed by.
 */
export function openLedger(
  kind: LedgerKind,
  selection: Selection,
  heading: Heading,
  openings: Openings,
  folder: string,
  sorterOf: SorterOf = (options) => new SortedRows(options),
): LedgerFold {
  checkSelection(kind, selection);
  const making = <K extends string>(keys: readonly K[]): Making<K> => ({
    selection,
    heading,
    openings,
    rows: new NumberedRows(keys, sorterOf, folder),
  });
  switch (kind) {
    case 'fund-usage':
      return new FundUsageFold(making(FUND_USAGE_KEYS));
    case 'acceptance':
      return new AcceptanceFold(making(ACCEPTANCE_KEYS));
    case 'distribution':
      return new DistributionFold(making(DISTRIBUTION_KEYS));
    case 'stock-card':
      return new StockCardFold(making(STOCK_CARD_KEYS));
    case 'exceptions':
      return new ExceptionsFold(making(EXCEPTIONS_KEYS));
    case 'donations':
      return new DonationsFold(making(DONATIONS_KEYS));
  }
}

function checkSelection(kind: LedgerKind, selection: Selection): void {
  const { from, to } = selection;
  for (const name of ['fundingLine', 'unit', 'item', 'from', 'to'] as const) {
    if (selection[name] !== undefined && !SELECTABLE[kind].includes(name)) {
      throw new RangeError(`the ledger ${kind} is narrowed by ${SELECTABLE[kind].join(', ')}, not by ${name}`);
    }
    if (selection[name] === undefined && REQUIRED[kind].includes(name)) {
      throw new RangeError(`the ledger ${kind} takes ${name}`);
    }
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new RangeError(`the period ends on ${to}, before it begins on ${from}`);
  }
}
