import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { type StockMoveView, stockMoveAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { Offered } from '../document-sheet.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, itemsColumn, namedColumn, numberColumn } from './columns.tsx';
import { numberFilter, registeredFilter, sortsBy } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(stockMoveAnswer).extend({ names });

/** 移库, newest first. */
export function StockMovesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  return (
    <TrailList
      title={words.list.called.stockMoves}
      list="stock-moves"
      from="/api/stock-moves"
      path={addresses.stockMoves}
      asked={asked}
      schema={answered}
      head={
        <>
          <Offered operation="moveStock" at={addresses.newStockMove()} called={words.stock.move} />
          <ListsBeside lists={['stock', 'receipts', 'adjustments', 'warehouses']} />
        </>
      }
      hasDays
      filters={[registeredFilter(words, 'item'), registeredFilter(words, 'warehouse'), numberFilter(words)]}
      sorts={sortsBy(words, ['date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'stockMove'),
        dayColumn(words),
        namedColumn('warehouse', words.list.outOf, ({ from }: StockMoveView) => from, { names: known, name: 'from' }),
        namedColumn('warehouse', words.list.into, ({ to }: StockMoveView) => to, { names: known, name: 'to' }),
        itemsColumn(words, known, ({ lines }: StockMoveView) => lines),
        { name: 'reason', head: words.list.reason, cell: ({ reason }: StockMoveView) => reason },
      ]}
    />
  );
}
