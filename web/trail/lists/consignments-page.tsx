import { listOfUnits } from '../../../shared/schemas/answer-forms.ts';
import { type ConsignmentView, consignmentAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import { addresses } from '../../ask/addresses.ts';
import type { Asked } from '../../list/filter.ts';
import { useWords } from '../../words/words.tsx';
import { trailWords } from '../trail-words.ts';
import { dayColumn, itemsColumn, namedColumn, numberColumn, statusColumn } from './columns.tsx';
import { paperFilters, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOfUnits(consignmentAnswer).extend({ names });

/** 发放, newest first; a coordinator has those of the own units. */
export function ConsignmentsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  return (
    <TrailList
      title={words.consignment.list}
      list="consignments"
      from="/api/consignments"
      path={addresses.consignments}
      asked={asked}
      schema={answered}
      head={<ListsBeside lists={['plans', 'units']} />}
      filters={[
        statusFilter(words, ['in-transit', 'confirmed', 'withdrawn']),
        { name: 'held', label: words.list.held, choices: [['true', words.list.isHeld]] },
        registeredFilter(words, 'unit'),
        registeredFilter(words, 'item'),
        registeredFilter(words, 'warehouse'),
        ...paperFilters(words),
      ]}
      sorts={sortsBy(words, ['date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        numberColumn(words, 'consignment'),
        dayColumn(words),
        namedColumn('unit', words.unit, ({ unit }: ConsignmentView) => unit, { names: known }),
        statusColumn(words),
        itemsColumn(words, known, ({ lines }: ConsignmentView) =>
          lines.map(({ item, sent: { quantity } }) => ({ item, quantity })),
        ),
        namedColumn('warehouse', words.warehouse, ({ warehouse }: ConsignmentView) => warehouse, {
          names: known,
          isAside: true,
        }),
        namedColumn('plan', words.entries.filters.plan ?? '', ({ plan }: ConsignmentView) => plan, {
          names: known,
          isAside: true,
        }),
      ]}
    />
  );
}
