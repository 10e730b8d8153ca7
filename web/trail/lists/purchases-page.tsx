import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { type PurchaseView, purchaseAnswer } from '../../../shared/schemas/document-answers.ts';
import { PURCHASES_WAITING } from '../../../shared/schemas/lists.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { Offered } from '../document-sheet.tsx';
import { added } from '../moved.ts';
import { trailWords } from '../trail-words.ts';
import { dayColumn, itemsColumn, namedColumn, numberColumn, statusColumn, yuanColumn } from './columns.tsx';
import { choicesOf, numberFilter, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(purchaseAnswer).extend({ names });
const FIGURES = ['accepted', 'paid', 'payable'] as const;

/** 采购, newest first. */
export function PurchasesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  return (
    <TrailList
      title={words.purchase.list}
      list="purchases"
      from="/api/purchases"
      path={addresses.purchases}
      asked={asked}
      schema={answered}
      head={
        <>
          <div className="steps not-printed">
            <Offered operation="order" at={addresses.newPurchase} called={words.purchase.anew} />
            <Offered operation="reportMatching" at={addresses.pay} called={words.purchase.owed} isAside />
          </div>
          <ListsBeside lists={['invoices', 'suppliers', 'items']} />
        </>
      }
      hasDays
      filters={[
        statusFilter(words, ['open', 'closed']),
        { name: 'waiting', label: words.list.waiting, choices: choicesOf(words.list.waits, PURCHASES_WAITING) },
        registeredFilter(words, 'supplier'),
        registeredFilter(words, 'item'),
        registeredFilter(words, 'fundingLine'),
        numberFilter(words),
      ]}
      sorts={sortsBy(words, ['amount', 'date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'purchase'),
        dayColumn(words),
        namedColumn('supplier', words.supplier, ({ supplier }: PurchaseView) => supplier, { names: known }),
        statusColumn(words),
        yuanColumn(words, 'ordered', words.purchase.ordered, orderedOf, {
          opens: ({ id }) => addresses.purchase(id),
        }),
        ...FIGURES.map((figure) =>
          yuanColumn(words, figure, words.purchase[figure], ({ funding }: PurchaseView) =>
            added(funding.map((row) => row[figure])),
          ),
        ),
        {
          ...itemsColumn(words, known, ({ lines }: PurchaseView) =>
            lines.map(({ item, ordered: { quantity } }) => ({ item, quantity })),
          ),
          isAside: true,
        },
      ]}
    />
  );
}

function orderedOf({ lines }: PurchaseView): string {
  return added(lines.flatMap(({ ordered }) => ordered.value ?? []));
}
