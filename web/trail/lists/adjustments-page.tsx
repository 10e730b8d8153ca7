import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { type AdjustmentView, adjustmentAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { Offered } from '../document-sheet.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, namedColumn, numberColumn, statusColumn } from './columns.tsx';
import { numberFilter, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(adjustmentAnswer).extend({ names });

/** 盘点, newest first. */
export function AdjustmentsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  return (
    <TrailList
      title={words.list.called.adjustments}
      list="adjustments"
      from="/api/stock-adjustments"
      path={addresses.adjustments}
      asked={asked}
      schema={answered}
      head={
        <>
          <Offered operation="count" at={addresses.newCount()} called={words.stock.count} />
          <ListsBeside lists={['stock', 'receipts', 'stockMoves', 'warehouses']} />
        </>
      }
      hasDays
      filters={[
        statusFilter(words, ['counted', 'posted', 'withdrawn']),
        registeredFilter(words, 'warehouse'),
        numberFilter(words),
      ]}
      sorts={sortsBy(words, ['date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'adjustment'),
        dayColumn(words),
        namedColumn('warehouse', words.warehouse, ({ warehouse }: AdjustmentView) => warehouse, { names: known }),
        statusColumn(words),
        {
          name: 'lots',
          head: words.list.lots,
          isFigure: true,
          cell: ({ lines }: AdjustmentView) => lines.length,
        },
        {
          name: 'differing',
          head: words.list.differing,
          isFigure: true,
          cell: ({ lines }: AdjustmentView) => lines.filter(({ difference }) => difference !== 0).length,
        },
        { name: 'reason', head: words.list.reason, cell: ({ reason }: AdjustmentView) => reason },
      ]}
    />
  );
}
