import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { type InvoiceView, invoiceAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, namedColumn, numberColumn, statusColumn, yuanColumn } from './columns.tsx';
import { numberFilter, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(invoiceAnswer).extend({ names });

/** 发票, newest first. */
export function InvoicesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { invoice } = words;
  return (
    <TrailList
      title={invoice.list}
      list="invoices"
      from="/api/invoices"
      path={addresses.invoices}
      asked={asked}
      schema={answered}
      head={<ListsBeside lists={['purchases', 'suppliers']} />}
      hasDays
      filters={[
        statusFilter(words, ['booked', 'withdrawn']),
        {
          name: 'kind',
          label: words.list.kind,
          choices: [
            ['blue', invoice.blue],
            ['red', invoice.red],
          ],
        },
        registeredFilter(words, 'supplier'),
        numberFilter(words),
      ]}
      sorts={sortsBy(words, ['amount', 'date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'invoice'),
        { name: 'kind', head: words.list.kind, cell: ({ kind }: InvoiceView) => invoice[kind] },
        {
          name: 'numberOnPaper',
          head: invoice.number,
          cell: ({ invoice: { digitalNumber, code, number } }: InvoiceView) =>
            digitalNumber ?? [code, number].filter(Boolean).join(' '),
        },
        dayColumn(words),
        namedColumn('supplier', words.supplier, ({ supplier }: InvoiceView) => supplier, { names: known }),
        statusColumn(words),
        yuanColumn(words, 'amount', words.amount, ({ invoice: { amount } }: InvoiceView) => amount, {
          opens: ({ id }) => addresses.invoice(id),
        }),
        yuanColumn(words, 'left', invoice.left, ({ left }: InvoiceView) => left),
      ]}
    />
  );
}
