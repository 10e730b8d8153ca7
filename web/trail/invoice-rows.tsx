import type { InvoiceView } from '../../shared/schemas/document-answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { trailWords } from './trail-words.ts';

/** The rows of an invoice as they stand in it. */
export function InvoiceRows({ rows }: { readonly rows: NonNullable<InvoiceView['lines']> }) {
  const words = useWords(trailWords);
  return (
    <>
      <h2>{words.invoice.rows}</h2>
      <Rows
        caption={words.invoice.rows}
        rows={rows.map((row, at) => ({ ...row, at }))}
        keyOf={({ at }) => String(at)}
        columns={[
          { head: words.invoice.name, cell: ({ name, spec }) => [name, spec].filter(Boolean).join(' ') },
          {
            head: words.quantity,
            isFigure: true,
            cell: ({ quantity, measure }) => [quantity, measure].filter(Boolean).join(' '),
          },
          { head: words.ofYuan(words.amount), isFigure: true, cell: ({ amount }) => <Yuan of={amount} /> },
          {
            head: words.ofYuan(words.invoice.tax),
            isFigure: true,
            cell: ({ tax }) => tax !== undefined && <Yuan of={tax} />,
          },
        ]}
      />
    </>
  );
}
