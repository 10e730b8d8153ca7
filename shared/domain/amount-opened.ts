import type { Fen } from './amount.ts';
import type { DocumentKind } from './documents.ts';
import type { Entry } from './entry.ts';
import { invoiceIn } from './invoice.ts';

/**
 * What documents amount to, as it is shown of them and as lists are sorted by it. It is said where a document is opened;
 * nothing that is recorded later, no correction, closure or reversal, changes it.
 */

/** What an order committed. */
export function amountOrdered({ transfers }: Pick<Entry, 'transfers'>): Fen {
  return transfers.reduce((sum, { to, value }) => (to.state === 'committed' ? sum + value : sum), 0n);
}

/** What was given in kind came to. */
export function amountReceived({ transfers }: Pick<Entry, 'transfers'>): Fen {
  return transfers.reduce((sum, { value }) => sum + value, 0n);
}

/** Money stands once in each chain; what it amounts to is told by the budget's. */
export function amountGiven({ transfers }: Pick<Entry, 'transfers'>): Fen {
  return transfers.reduce((sum, { from, value }) => (from.state === 'available' ? sum + value : sum), 0n);
}

/** What the document of a kind amounts to that an entry opened; nothing where such amount to nothing. */
export function amountOpened(kind: DocumentKind, entry: Entry): Fen {
  switch (kind) {
    case 'purchase':
      return amountOrdered(entry);
    case 'invoice':
      return invoiceIn(entry)?.amount ?? 0n;
    case 'receipt':
      return amountReceived(entry);
    case 'disbursement':
    case 'benefit':
      return amountGiven(entry);
    default:
      return 0n;
  }
}
