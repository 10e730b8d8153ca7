import { listOf } from '../../shared/schemas/answer-forms.ts';
import { type PurchaseView, purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { Offered } from './document-sheet.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { added } from './moved.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = listOf(purchaseAnswer).extend({ names });
const FIGURES = ['accepted', 'paid', 'payable'] as const;

/** 采购, newest first. */
export function PurchasesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/purchases', asked), answered);
  return (
    <Sheet title={words.purchase.list}>
      <div className="steps not-printed">
        <Offered operation="order" at={addresses.newPurchase} called={words.purchase.anew} />
        <Offered operation="reportMatching" at={addresses.pay} called={words.purchase.owed} isAside />
      </div>
      <Answered answer={answer} lines={10}>
        {({ items, next, names: known }) => (
          <>
            <AskedFor path={addresses.purchases} asked={asked} names={known} />
            <PageOf path={addresses.purchases} asked={asked} isEmpty={items.length === 0} next={next}>
              <Rows
                caption={words.purchase.list}
                rows={items}
                keyOf={({ id }) => id}
                columns={[
                  {
                    head: words.about,
                    cell: ({ id, number }) => <DocumentLink kind="purchase" id={id} number={number} />,
                  },
                  { head: words.day, cell: ({ effectiveOn }) => effectiveOn },
                  {
                    head: words.supplier,
                    cell: ({ supplier }) => <DocumentLink kind="supplier" id={supplier} names={known} />,
                  },
                  { head: words.status, cell: ({ status }) => words.statuses[status] },
                  {
                    head: words.ofYuan(words.purchase.ordered),
                    isFigure: true,
                    cell: ({ id, lines }) => (
                      <Yuan
                        of={added(lines.flatMap(({ ordered }) => ordered.value ?? []))}
                        opens={addresses.purchase(id)}
                      />
                    ),
                  },
                  ...FIGURES.map((figure) => ({
                    head: words.ofYuan(words.purchase[figure]),
                    isFigure: true,
                    cell: ({ funding }: PurchaseView) => <Yuan of={added(funding.map((row) => row[figure]))} />,
                  })),
                ]}
              />
            </PageOf>
          </>
        )}
      </Answered>
    </Sheet>
  );
}
