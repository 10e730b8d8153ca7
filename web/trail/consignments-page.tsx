import { useState } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Quantity } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { PrintPapers } from '../print/print-papers.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { Offered } from './document-sheet.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = listOfUnits(consignmentAnswer).extend({ names });

type Listed = z.output<typeof consignmentAnswer>;

/** 发放, newest first; a coordinator has those of the own units. */
export function ConsignmentsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/consignments', asked), answered);
  const { data: me } = useMe();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const mayPrint = me !== undefined && mayCall(me, 'requestExport');
  return (
    <Sheet title={words.consignment.list}>
      <Offered operation="dispatch" at={addresses.newConsignment()} called={words.consignment.anew} />
      <Answered answer={answer} lines={10}>
        {({ items, next, names: known }) => (
          <>
            <AskedFor path={addresses.consignments} asked={asked} names={known} />
            <PageOf path={addresses.consignments} asked={asked} isEmpty={items.length === 0} next={next}>
              {mayPrint && <ToPrint items={items} chosen={chosen} onChoose={setChosen} />}
              <Rows
                caption={words.consignment.list}
                rows={items}
                keyOf={({ id }) => id}
                columns={[
                  ...(mayPrint
                    ? [
                        {
                          head: words.consignment.choose,
                          cell: ({ id, number }: Listed) =>
                            number !== null && (
                              <input
                                type="checkbox"
                                aria-label={words.consignment.chooseOne(number)}
                                checked={chosen.has(id)}
                                onChange={({ target }) => setChosen((before) => withOne(before, id, target.checked))}
                              />
                            ),
                        },
                      ]
                    : []),
                  {
                    head: words.about,
                    cell: ({ id, number }) => <DocumentLink kind="consignment" id={id} number={number} />,
                  },
                  { head: words.day, cell: ({ effectiveOn }) => effectiveOn },
                  { head: words.unit, cell: ({ unit }) => <DocumentLink kind="unit" id={unit} names={known} /> },
                  { head: words.status, cell: ({ status }) => words.statuses[status] },
                  {
                    head: words.item,
                    cell: ({ lines }) =>
                      lines.map(({ line, item, sent }) => (
                        <div key={line}>
                          {known?.[item]?.name ?? item} <Quantity of={sent.quantity} />
                        </div>
                      )),
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

function withOne(before: ReadonlySet<string>, id: string, isChosen: boolean): ReadonlySet<string> {
  const others = [...before].filter((one) => one !== id);
  return new Set(isChosen ? [...others, id] : others);
}

interface ToPrintProps {
  readonly items: readonly Listed[];
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
