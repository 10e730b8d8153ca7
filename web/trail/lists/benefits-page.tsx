import { listOf } from '../../../shared/schemas/answer-forms.ts';
import { type BenefitView, benefitAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, namedColumn, numberColumn, statusColumn, yuanColumn } from './columns.tsx';
import { numberFilter, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOf(benefitAnswer).extend({ names });

/** 慰问金, newest first, persons masked. */
export function BenefitsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  return (
    <TrailList
      title={words.benefit.list}
      list="benefits"
      from="/api/benefits"
      path={addresses.benefits}
      asked={asked}
      schema={answered}
      head={<ListsBeside lists={['fundingLines', 'disbursements', 'tariffs']} />}
      hasDays
      filters={[statusFilter(words, ['paid', 'reversed']), registeredFilter(words, 'fundingLine'), numberFilter(words)]}
      sorts={sortsBy(words, ['amount', 'date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'benefit'),
        dayColumn(words),
        namedColumn('tariff', words.benefit.tariff, ({ tariff }: BenefitView) => tariff, { names: known }),
        {
          name: 'person',
          head: words.benefit.person,
          cell: ({ person }: BenefitView) => person?.name ?? words.benefit.erased,
        },
        statusColumn(words),
        yuanColumn(words, 'amount', words.amount, ({ amount }: BenefitView) => amount, {
          opens: ({ id }) => addresses.benefit(id),
        }),
      ]}
    />
  );
}
