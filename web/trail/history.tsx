import { addresses } from '../ask/addresses.ts';
import { type Names, Yuan } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { amountOf, type MarkedEntry, refsUnder } from './moved.ts';
import { kindCalled } from './opened.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink, Marks, Voucher, withVouchers } from './voucher.tsx';

interface HistoryProps {
  /** Of the document that they made what it is. */
  readonly document: string;
  readonly entries: readonly MarkedEntry[];
  /** There are older ones. */
  readonly hasMore: boolean;
  readonly names: Names | undefined;
}

/** The vouchers of a document, newest first. */
export function History({ document, entries, hasMore, names }: HistoryProps) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const numbered = withVouchers(names, entries);
  return (
    <>
      <h2>{words.history}</h2>
      <ol className="history">
        {entries.map((entry) => (
          <li key={entry.id} data-reversed={entry.reversedBy !== undefined}>
            <p className="history-head">
              <Voucher id={entry.id} number={entry.number} />
              <span className="note">{entry.effectiveOn}</span>
            </p>
            <p className="history-head">
              <span>
                {kindCalled(entry.kind, language)} <InvoiceOf entry={entry} document={document} names={names} />
              </span>
              <Amount entry={entry} />
            </p>
            <Marks entry={entry} names={numbered} />
          </li>
        ))}
      </ol>
      {hasMore && <a href={addresses.entries({ document })}>{words.olderHistory}</a>}
    </>
  );
}

function Amount({ entry }: { readonly entry: MarkedEntry }) {
  const amount = amountOf(entry);
  return amount === undefined ? null : <Yuan of={amount} />;
}

/** The invoice that an entry opened or allocated, on the sheets of its purchases. */
function InvoiceOf({
  entry,
  document,
  names,
}: {
  readonly entry: MarkedEntry;
  readonly document: string;
  readonly names: Names | undefined;
}) {
  const invoice = entry.kind === 'invoicing' ? entry.id : refsUnder(entry, 'invoice')[0];
  if (invoice === undefined || invoice === document) return null;
  const number = entry.kind === 'invoicing' && entry.number !== null ? `FP-${entry.number}` : undefined;
  return <DocumentLink kind="invoice" id={invoice} number={number} names={names} />;
}
