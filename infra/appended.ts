import { BOOK_KINDS } from '../shared/domain/documents.ts';
import { routes } from '../shared/routes.ts';
import type { Appended } from '../shared/storage/dynamodb/table.ts';

/** Who is registered, amended, closed and opened again by the routes of the registry. */
const REGISTERED = [...new Set(routes.flatMap((row) => ('about' in row ? [row.about] : [])))];

/**
 * What each function that appends entries writes beside them: the documents of its own module, and what guards these. An
 * entry of the registry changes nothing in the books, and the other way round; an import records what a few kinds of rows
 * ask for; opening one records at most what somebody is called.
 */
export const APPENDED = {
  registry: {
    documents: REGISTERED,
    claims: ['code', 'threshold', 'naming'],
    counters: ['name', 'subUnits', 'tree'],
  },
  ledger: {
    documents: ['fundingLine', 'lot', ...BOOK_KINDS, 'period'],
    claims: ['invoice', 'reversal', 'erasure', 'period', 'correction', 'naming'],
    counters: ['benefit', 'paid', 'plan', 'batchCorrections'],
  },
  imports: { documents: [], claims: ['naming'], counters: [] },
  'import-worker': {
    documents: [
      'unit',
      'item',
      'supplier',
      'member',
      'plan',
      'fundingLine',
      'lot',
      'consignment',
      'disbursement',
      'benefit',
    ],
    claims: ['code'],
    counters: ['name', 'subUnits', 'tree', 'benefit', 'paid', 'plan'],
  },
} as const satisfies Readonly<Record<string, Appended>>;
