import { LEDGER_TITLES } from '../../domain/ledger-titles.ts';
import type { Openings } from '../../domain/openings.ts';
import { Corrections } from '../../reports/as-they-stand.ts';
import { type Names, People } from '../../reports/people.ts';
import { Register } from '../../reports/register.ts';
import { SELECTED_BY, type Selection } from '../../reports/selection.ts';
import { EXPORTS, type LedgerKind } from '../../schemas/export.ts';
import { ACCEPTANCE_KEYS, AcceptanceFold } from './acceptance.ts';
import { DISTRIBUTION_KEYS, DistributionFold } from './distribution.ts';
import { DONATIONS_KEYS, DonationsFold } from './donations.ts';
import { EXCEPTIONS_KEYS, ExceptionsFold } from './exceptions.ts';
import type { Heading, LedgerFold, Making, RowFold } from './fold.ts';
import { FUND_USAGE_KEYS, FundUsageFold } from './fund-usage.ts';
import { headOf } from './head.ts';
import { NumberedRows, type SorterOf } from './numbered-rows.ts';
import { STOCK_CARD_KEYS, StockCardFold } from './stock-card.ts';
import { tabulate } from './table.ts';

type MakingOf = <K extends string>(keys: readonly K[]) => Making<K>;

const FOLDS: Readonly<Record<LedgerKind, (making: MakingOf) => RowFold>> = {
  'fund-usage': (making) => new FundUsageFold(making(FUND_USAGE_KEYS)),
  acceptance: (making) => new AcceptanceFold(making(ACCEPTANCE_KEYS)),
  distribution: (making) => new DistributionFold(making(DISTRIBUTION_KEYS)),
  'stock-card': (making) => new StockCardFold(making(STOCK_CARD_KEYS)),
  donations: (making) => new DonationsFold(making(DONATIONS_KEYS)),
  exceptions: (making) => new ExceptionsFold(making(EXCEPTIONS_KEYS)),
};

/**
 * Begins a ledger. It is told every entry of the log, with the openings that each refers to findable at that moment:
 * those that its `refs` name, `refs.entry` among them, those of its lots with their orders, and that of its parts.
 * Throws a RangeError on a selection that the ledger cannot be narrowed by.
 */
export function openLedger(
  kind: LedgerKind,
  selection: Selection,
  heading: Heading,
  openings: Openings,
  sorterOf: SorterOf,
): LedgerFold {
  assertSelection(kind, selection);
  const register = new Register();
  const people = new People();
  const corrections = new Corrections();
  /** What came later is told by what stood then. */
  const standing: Openings = {
    find(id) {
      const opening = openings.find(id);
      return opening && corrections.standing(opening);
    },
  };
  let known: Names = new Map();
  let discard = (): void => undefined;
  const fold = FOLDS[kind]((keys) => {
    const rows = new NumberedRows(keys, sorterOf);
    discard = () => rows.close();
    return {
      selection,
      openings: standing,
      register,
      rows,
      sheet: (table) =>
        tabulate({
          title: LEDGER_TITLES[kind],
          head: headOf(heading, selection, register),
          called: (doer) => people.called(doer, known),
          ...table,
        }),
    };
  });
  return {
    get open() {
      return fold.open ?? 0;
    },
    enter(sealed) {
      register.enter(sealed.entry);
      people.enter(sealed.entry);
      corrections.enter(sealed.entry);
      fold.enter(sealed);
    },
    close(names) {
      known = names;
      return fold.close();
    },
    discard,
  };
}

function assertSelection(kind: LedgerKind, selection: Selection): void {
  const { from, to } = selection;
  const { takes, needs } = EXPORTS[kind];
  for (const name of SELECTED_BY) {
    if (selection[name] !== undefined && !takes.includes(name)) {
      throw new RangeError(`the ledger ${kind} is narrowed by ${takes.join(', ')}, not by ${name}`);
    }
    if (selection[name] === undefined && needs === name) throw new RangeError(`the ledger ${kind} takes ${name}`);
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new RangeError(`the period ends on ${to}, before it begins on ${from}`);
  }
}
