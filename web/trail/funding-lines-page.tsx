import { listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { fundingLineAnswer } from '../../shared/schemas/registered-answers.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { trailWords } from './trail-words.ts';

const answered = listOf(fundingLineAnswer).extend({ names });

/** 资金: every funding line with what is left of it. */
export function FundingLinesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/funding-lines', asked), answered);
  return (
    <Sheet title={words.money.list}>
      <Answered answer={answer} lines={6}>
        {({ items, next, names: known }) => (
          <>
            <AskedFor path={addresses.fundingLines} asked={asked} names={known} />
            <PageOf path={addresses.fundingLines} asked={asked} isEmpty={items.length === 0} next={next}>
              <Rows
                caption={words.money.list}
                rows={items}
                keyOf={({ id }) => id}
                columns={[
                  {
                    head: words.fundingLine,
                    cell: ({ id, name, code }) => (
                      <a className="opens" href={addresses.fundingLine(id)}>
                        {name} <span className="named-code">{code}</span>
                      </a>
                    ),
                  },
                  { head: words.money.basis, cell: ({ basis }) => basis.join(' · ') },
                  { head: words.status, cell: ({ status }) => words.statuses[status] },
                  {
                    head: words.ofYuan(words.money.available),
                    isFigure: true,
                    cell: ({ id, available }) => <Yuan of={available} opens={addresses.fundingLine(id)} />,
                  },
                  { head: words.ofYuan(words.money.cash), isFigure: true, cell: ({ cash }) => <Yuan of={cash} /> },
                ]}
              />
            </PageOf>
          </>
        )}
      </Answered>
    </Sheet>
  );
}
