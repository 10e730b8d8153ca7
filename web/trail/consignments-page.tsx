import { listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Quantity } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { Offered } from './document-sheet.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = listOfUnits(consignmentAnswer).extend({ names });

/** 发放, newest first; a coordinator has those of the own units. */
export function ConsignmentsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/consignments', asked), answered);
  return (
    <Sheet title={words.consignment.list}>
      <Offered operation="resolve" at={addresses.held} called={words.consignment.heldGoods} isAside />
      <Answered answer={answer} lines={10}>
        {({ items, next, names: known }) => (
          <>
            <AskedFor path={addresses.consignments} asked={asked} names={known} />
            <PageOf path={addresses.consignments} asked={asked} isEmpty={items.length === 0} next={next}>
              <Rows
                caption={words.consignment.list}
                rows={items}
                keyOf={({ id }) => id}
                columns={[
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
