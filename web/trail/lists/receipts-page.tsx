import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { type ReceiptView, receiptAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { Offered } from '../document-sheet.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, namedColumn, numberColumn, yuanColumn } from './columns.tsx';
import { choicesOf, numberFilter, registeredFilter, sortsBy } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(receiptAnswer).extend({ names });

/** 接收实物, newest first. */
export function ReceiptsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { kinds } = words.list;
  return (
    <TrailList
      title={words.list.called.receipts}
      list="receipts"
      from="/api/receipts"
      path={addresses.receipts}
      asked={asked}
      schema={answered}
      head={
        <>
          <Offered operation="receiveInKind" at={addresses.newReceipt} called={words.stock.receive} />
          <ListsBeside lists={['stock', 'stockMoves', 'adjustments', 'warehouses']} />
        </>
      }
      hasDays
      filters={[
        { name: 'kind', label: words.list.kind, choices: choicesOf(kinds, ['donation', 'allocation']) },
        registeredFilter(words, 'item'),
        registeredFilter(words, 'warehouse'),
        registeredFilter(words, 'fundingLine'),
        numberFilter(words),
      ]}
      sorts={sortsBy(words, ['amount', 'date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'receipt'),
        { name: 'kind', head: words.list.kind, cell: ({ kind }: ReceiptView) => kinds[kind] },
        dayColumn(words),
        { name: 'giver', head: words.list.giver, cell: ({ giver }: ReceiptView) => giver },
        namedColumn('warehouse', words.warehouse, ({ warehouse }: ReceiptView) => warehouse, { names: known }),
        namedColumn('fundingLine', words.fundingLine, ({ fundingLine }: ReceiptView) => fundingLine, {
          names: known,
          isAside: true,
        }),
        yuanColumn(words, 'value', words.value, ({ value }: ReceiptView) => value, {
          opens: ({ id }) => addresses.receipt(id),
        }),
      ]}
    />
  );
}
