import { listOfUnits } from '../../../shared/schemas/answer-forms.ts';
import { type DisbursementView, disbursementAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import { useWords } from '../../words/words.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, namedColumn, numberColumn, statusColumn, yuanColumn } from './columns.tsx';
import { numberFilter, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOfUnits(disbursementAnswer).extend({ names });

/** 拨付, newest first; a coordinator has those of the own units. */
export function DisbursementsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  return (
    <TrailList
      title={words.list.called.disbursements}
      list="disbursements"
      from="/api/disbursements"
      path={addresses.disbursements}
      asked={asked}
      schema={answered}
      head={<ListsBeside lists={['fundingLines', 'benefits']} />}
      hasDays
      filters={[
        statusFilter(words, ['disbursed', 'taken-back']),
        registeredFilter(words, 'unit'),
        registeredFilter(words, 'fundingLine'),
        numberFilter(words),
      ]}
      sorts={sortsBy(words, ['amount', 'date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'disbursement'),
        dayColumn(words),
        namedColumn('unit', words.unit, ({ unit }: DisbursementView) => unit, { names: known }),
        namedColumn('fundingLine', words.fundingLine, ({ fundingLine }: DisbursementView) => fundingLine, {
          names: known,
        }),
        { name: 'purpose', head: words.list.purpose, cell: ({ purpose }: DisbursementView) => purpose },
        statusColumn(words),
        yuanColumn(words, 'amount', words.amount, ({ amount }: DisbursementView) => amount, {
          opens: ({ id }) => addresses.disbursement(id),
        }),
        yuanColumn(words, 'remaining', words.list.remaining, ({ remaining }: DisbursementView) => remaining, {
          isAside: true,
        }),
      ]}
    />
  );
}
