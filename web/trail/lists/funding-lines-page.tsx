import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { names } from '../../../shared/schemas/names.ts';
import { type FundingLineView, fundingLineAnswer } from '../../../shared/schemas/registered-answers.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { trailWords } from '../trail-words.ts';
import { yuanColumn } from './columns.tsx';
import { choicesOf, sortsBy } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(fundingLineAnswer).extend({ names });

/** 资金: every funding line with what is left of it. */
export function FundingLinesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { money } = words;
  return (
    <TrailList
      title={money.list}
      list="funding-lines"
      from="/api/funding-lines"
      path={addresses.fundingLines}
      asked={asked}
      schema={answered}
      head={<ListsBeside lists={['disbursements', 'benefits', 'tariffs']} />}
      filters={[
        { name: 'status', label: words.status, choices: choicesOf(words.registered, ['open', 'closed']) },
        { name: 'q', label: words.list.search, is: 'text' },
      ]}
      sorts={sortsBy(words, ['amount'])}
      keyOf={({ id }) => id}
      columns={() => [
        {
          name: 'name',
          head: words.fundingLine,
          cell: ({ id, name, code }: FundingLineView) => (
            <a className="opens" href={addresses.fundingLine(id)}>
              {name} <span className="named-code">{code}</span>
            </a>
          ),
        },
        { name: 'basis', head: money.basis, cell: ({ basis }: FundingLineView) => basis.join(' · ') },
        { name: 'status', head: words.status, cell: ({ status }: FundingLineView) => words.registered[status] },
        yuanColumn(words, 'available', money.available, ({ available }: FundingLineView) => available, {
          opens: ({ id }) => addresses.fundingLine(id),
        }),
        yuanColumn(words, 'cash', money.cash, ({ cash }: FundingLineView) => cash),
      ]}
    />
  );
}
