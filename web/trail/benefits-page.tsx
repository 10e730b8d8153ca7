import { listOf } from '../../shared/schemas/answer-forms.ts';
import { benefitAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = listOf(benefitAnswer).extend({ names });

/** 慰问金, newest first, persons masked. */
export function BenefitsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/benefits', asked), answered);
  return (
    <Sheet title={words.benefit.list}>
      <Answered answer={answer} lines={10}>
        {({ items, next, names: known }) => (
          <>
            <AskedFor path={addresses.benefits} asked={asked} names={known} />
            <PageOf path={addresses.benefits} asked={asked} isEmpty={items.length === 0} next={next}>
              <Rows
                caption={words.benefit.list}
                rows={items}
                keyOf={({ id }) => id}
                columns={[
                  {
                    head: words.about,
                    cell: ({ id, number }) => <DocumentLink kind="benefit" id={id} number={number} />,
                  },
                  { head: words.day, cell: ({ effectiveOn }) => effectiveOn },
                  {
                    head: words.benefit.tariff,
                    cell: ({ tariff }) => <DocumentLink kind="tariff" id={tariff} names={known} />,
                  },
                  { head: words.benefit.person, cell: ({ person }) => person?.name ?? words.benefit.erased },
                  { head: words.status, cell: ({ status }) => words.statuses[status] },
                  {
                    head: words.ofYuan(words.amount),
                    isFigure: true,
                    cell: ({ id, amount }) => <Yuan of={amount} opens={addresses.benefit(id)} />,
                  },
                ]}
              />
            </PageOf>
          </>
        )}
      </Answered>
    </Sheet>
  );
}
