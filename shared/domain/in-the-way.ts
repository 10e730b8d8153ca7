import { writeAccount } from './account.ts';
import type { Entry } from './entry.ts';
import type { Id } from './id.ts';
import { invoiceOf } from './invoice.ts';
import type { Posting } from './posting.ts';
import { type EveryRef, refsOf } from './refs.ts';

/** Named at the most; the newest are the ones to reverse first. */
const MOST = 20;

/**
 * The entries that stand in the way of reversing one, newest first: those that still stand and took from an account
 * that falls short of it, or paid what it would leave unowed, or are papers that hold on to it. Later ones are named
 * where there are any: only where the entry stepped in for an older, reversed one may an older one hold what it brought.
 *
 * `short` names the accounts as the entry writes them; those of money, whose floors storage keeps, in full.
 */
export function inTheWayOf(entry: Entry, short: readonly string[], postings: readonly Posting[]): Id[] {
  const at = postings.findIndex((posting) => posting.entry.id === entry.id);
  const names = new Set(short.flatMap((account) => namesOf(account, entry, postings[at])));
  const reversed = new Set(
    postings.flatMap(({ entry: { kind, refs } }) =>
      kind === 'reversal' && refs.entry !== undefined ? [refs.entry] : [],
    ),
  );
  const stands = ({ entry: { id, kind } }: Posting): boolean =>
    id !== entry.id && kind !== 'reversal' && kind !== 'attachment' && !reversed.has(id);
  const holding = postings.flatMap((posting, place) =>
    stands(posting) && (takesFrom(posting, names) || isPaperOf(posting, entry))
      ? [{ place, id: posting.entry.id }]
      : [],
  );
  const later = holding.filter(({ place }) => place > at);
  return (later.length > 0 ? later : holding)
    .map(({ id }) => id)
    .toReversed()
    .slice(0, MOST);
}

/** An account of the entry by its name across the ledger. What was paid is in the way although the entry paid nothing. */
function namesOf(account: string, entry: Entry, posting: Posting | undefined): string[] {
  const [state, ordinal] = account.split('/');
  if (state === 'available' || state === 'cash') return [account];
  if (state === 'supplier') return [`supplier/${refsOf(entry).purchase ?? entry.id}/${ordinal}`];
  return entry.transfers.flatMap(({ from, to }, at) => {
    const movement = posting?.movements[at];
    if (!movement) return [];
    return [
      ...(writeAccount(from) === account ? [movement.fromAccount] : []),
      ...(writeAccount(to) === account ? [movement.toAccount] : []),
    ];
  });
}

function takesFrom({ movements }: Posting, names: ReadonlySet<string>): boolean {
  return movements.some(
    ({ fromAccount, to, toAccount }) => names.has(fromAccount) || (to === 'supplier' && names.has(toAccount)),
  );
}

function isPaperOf({ entry: { kind, refs } }: Posting, entry: Entry): boolean {
  if (kind === 'invoice' && refs.purchase === entry.id) return true;
  if (kind === 'invoicing' || kind === 'invoice-allocation') return isInvoiceOf(refs, entry);
  return kind === 'adjustment' && refs.adjustment === entry.id;
}

/** Whether an invoice, or what allocates one, holds on to an order, to the invoice that the entry told of, or to what it allocated. */
function isInvoiceOf({ purchases = [], invoice, corrects }: EveryRef, entry: Entry): boolean {
  const own = invoiceOf(entry);
  if (own !== undefined && (corrects === own || (invoice === own && entry.kind !== 'invoice-allocation'))) return true;
  return entry.kind === 'order' && purchases.includes(entry.id);
}
