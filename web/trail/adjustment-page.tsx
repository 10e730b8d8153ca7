import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { adjustmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { DocumentSheet, Offered } from './document-sheet.tsx';
import { LinesSaid } from './lines-said.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('adjustment', adjustmentAnswer).extend({ names });

/** 盘点: what the books said lay there, what was found, and whether the difference was posted. */
export function AdjustmentPage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const answer = useAnswer(`/api/stock-adjustments/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ adjustment, ...read }) => (
        <DocumentSheet kind="adjustment" document={adjustment} number={adjustment.number} read={read}>
          <dl className="said">
            <Said term={words.warehouse}>
              <DocumentLink kind="warehouse" id={adjustment.warehouse} names={read.names} />
            </Said>
            <Said term={words.facts.reason}>{adjustment.reason}</Said>
          </dl>
          {adjustment.status === 'counted' && (
            <Countersigning id={id} by={read.history.find((entry) => entry.id === id)?.actor.subject} />
          )}
          <LinesSaid
            lines={adjustment.lines.map(({ lot, book, counted, difference }) => ({
              lot,
              book: BigInt(book),
              counted: BigInt(counted),
              difference: BigInt(difference),
            }))}
            names={read.names}
          />
        </DocumentSheet>
      )}
    </Answered>
  );
}

/** The way to countersign it; whoever counted it is told that somebody else has to. */
function Countersigning({ id, by }: { readonly id: string; readonly by: string | undefined }) {
  const { adjustment: words } = useWords(trailWords);
  const { data: me } = useMe();
  if (me === undefined || !mayCall(me, 'countersign')) return <p className="note">{words.waits}</p>;
  if (me.subject !== by)
    return <Offered operation="countersign" at={addresses.countersignature(id)} called={words.countersign} />;
  return (
    <p className="note not-printed">
      {words.own} <a href={addresses.countersignature(id)}>{words.ownWay}</a>
    </p>
  );
}
