import { useState } from 'react';
import { dateInShanghai } from '../../../shared/domain/calendar.ts';
import { listOfUnits } from '../../../shared/schemas/answer-forms.ts';
import { type ConsignmentView, consignmentAnswer } from '../../../shared/schemas/document-answers.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import type { ListColumn } from '../../list/columns.ts';
import { PrintPapers } from '../../print/print-papers.tsx';
import { mayCall, useMe } from '../../sign-in/me.ts';
import { useWords } from '../../words/words.tsx';
import { Offered } from '../document-sheet.tsx';
import { trailWords } from '../trail-words.ts';
import type { zh } from '../zh.ts';
import { dayColumn, itemsColumn, namedColumn, numberColumn, statusColumn } from './columns.tsx';
import { numberFilter, registeredFilter, sortsBy, statusFilter } from './filters.ts';
import { ListsBeside } from './lists-beside.tsx';
import { TrailList } from './trail-list.tsx';

const answered = listOfUnits(consignmentAnswer).extend({ names });

/** 发放, newest first; a coordinator has those of the own units. */
export function ConsignmentsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { data: me } = useMe();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const mayPrint = me !== undefined && mayCall(me, 'requestExport');
  return (
    <TrailList
      title={words.consignment.list}
      list="consignments"
      from="/api/consignments"
      path={addresses.consignments}
      asked={asked}
      schema={answered}
      head={
        <>
          <div className="steps not-printed">
            <Offered operation="dispatch" at={addresses.newConsignment()} called={words.consignment.anew} />
            <Offered operation="resolve" at={addresses.held} called={words.consignment.heldGoods} isAside />
          </div>
          <ListsBeside lists={['plans', 'units']} />
        </>
      }
      above={({ items }) =>
        mayPrint && items.length > 0 && <ToPrint items={items} chosen={chosen} onChoose={setChosen} />
      }
      hasDays
      filters={[
        statusFilter(words, ['in-transit', 'confirmed', 'withdrawn']),
        { name: 'held', label: words.list.held, choices: [['true', words.list.isHeld]] },
        registeredFilter(words, 'unit'),
        registeredFilter(words, 'item'),
        registeredFilter(words, 'warehouse'),
        numberFilter(words),
      ]}
      sorts={sortsBy(words, ['date'])}
      keyOf={({ id }) => id}
      columns={({ names: known }) => [
        ...(mayPrint ? [chooseColumn(words, chosen, setChosen)] : []),
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

type Choose = (by: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;

function chooseColumn(words: typeof zh, chosen: ReadonlySet<string>, choose: Choose): ListColumn<ConsignmentView> {
  return {
    name: 'choose',
    head: words.consignment.choose,
    cell: ({ id, number }) =>
      number !== null && (
        <input
          type="checkbox"
          aria-label={words.consignment.chooseOne(number)}
          checked={chosen.has(id)}
          onChange={({ target }) => choose((before) => withOne(before, id, target.checked))}
        />
      ),
  };
}

function withOne(before: ReadonlySet<string>, id: string, isChosen: boolean): ReadonlySet<string> {
  const others = [...before].filter((one) => one !== id);
  return new Set(isChosen ? [...others, id] : others);
}

interface ToPrintProps {
  readonly items: readonly ConsignmentView[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** Papers of those that are chosen, in their order, or of today's. */
function ToPrint({ items, chosen, onChoose }: ToPrintProps) {
  const words = useWords(trailWords);
  const today = dateInShanghai(Date.now());
  const ofToday = items.filter(({ effectiveOn, number }) => effectiveOn === today && number !== null);
  const printed = items.filter(({ id }) => chosen.has(id)).toReversed();
  return (
    <p className="to-print not-printed">
      <button
        type="button"
        className="plain-button"
        disabled={ofToday.length === 0}
        onClick={() => onChoose(new Set(ofToday.map(({ id }) => id)))}
      >
        {words.consignment.chooseToday(ofToday.length)}
      </button>
      <PrintPapers consignments={printed.map(({ id }) => id)} />
    </p>
  );
}
