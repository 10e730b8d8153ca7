import { type Fen, formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import { listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { fundingLineAnswer } from '../../shared/schemas/registered-answers.ts';
import { addresses } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { grouped, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { buyWords } from './buy-words.ts';
import { takenOf } from './lines.ts';
import type { Line } from './order-form.ts';

const fundingLines = listOf(fundingLineAnswer).extend({ names });
const OTHERS_BUY_MS = 20_000;

/** What the lines take of each funding line beside what is available of it now, and what would be lacking. */
export function Money({ lines }: { readonly lines: readonly Line[] }) {
  const words = useWords(buyWords);
  const { data } = useAnswer('/api/funding-lines?status=open&limit=200', fundingLines, { everyMs: OTHERS_BUY_MS });
  const taken = takenOf(lines);
  const rows = (data?.items ?? []).flatMap(({ id, name, code, available }) => {
    const value = taken.get(id);
    if (value === undefined) return [];
    return [{ id, name, code, available, taken: value, left: (parseYuan(available) ?? 0n) - value }];
  });
  if (rows.length === 0) return null;
  return (
    <div className="money" role="status">
      <Rows
        caption={words.money}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            head: words.money,
            cell: ({ name, code }) => (
              <>
                {name} <span className="named-code">{code}</span>
              </>
            ),
          },
          {
            head: words.available,
            isFigure: true,
            cell: ({ id, available }) => <Yuan of={available} opens={addresses.fundingLine(id)} />,
          },
          { head: words.taken, isFigure: true, cell: (row) => <Yuan of={formatYuan(row.taken)} /> },
          { head: words.left, isFigure: true, cell: ({ left }) => <Left left={left} /> },
        ]}
      />
    </div>
  );
}

function Left({ left }: { readonly left: Fen }) {
  const words = useWords(buyWords);
  if (left >= 0n) return <Yuan of={formatYuan(left)} />;
  return <strong className="lacking">{words.lacking(grouped(formatYuan(-left)))}</strong>;
}
