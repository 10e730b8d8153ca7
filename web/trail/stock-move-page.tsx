import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { type StockMoveView, stockMoveAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { type Names, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { DocumentSheet, LotLink } from './document-sheet.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('stockMove', stockMoveAnswer).extend({ names });

/** 移库单: what went from one warehouse into another, lot by lot. */
export function StockMovePage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const answer = useAnswer(`/api/stock-moves/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ stockMove, ...read }) => (
        <DocumentSheet kind="stockMove" document={stockMove} number={stockMove.number} read={read}>
          <dl className="said">
            <Said term={words.entry.from}>
              <DocumentLink kind="warehouse" id={stockMove.from} names={read.names} />
            </Said>
            <Said term={words.entry.to}>
              <DocumentLink kind="warehouse" id={stockMove.to} names={read.names} />
            </Said>
            <Said term={words.facts.reason}>{stockMove.reason}</Said>
          </dl>
          <h2>{words.entry.lines}</h2>
          <Lines lines={stockMove.lines} names={read.names} />
        </DocumentSheet>
      )}
    </Answered>
  );
}

function Lines({ lines, names: known }: { readonly lines: StockMoveView['lines']; readonly names: Names | undefined }) {
  const words = useWords(trailWords);
  return (
    <Rows
      caption={words.entry.lines}
      rows={lines}
      keyOf={({ lot }) => lot}
      columns={[
        { head: words.item, cell: ({ item }) => <DocumentLink kind="item" id={item} names={known} /> },
        { head: words.stockMove.from, cell: ({ from }) => <LotLink lot={from} names={known} /> },
        { head: words.stockMove.to, cell: ({ lot }) => <LotLink lot={lot} names={known} /> },
        {
          head: words.fundingLine,
          cell: ({ fundingLine }) => <DocumentLink kind="fundingLine" id={fundingLine} names={known} />,
        },
        { head: words.quantity, isFigure: true, cell: ({ quantity }) => <Quantity of={quantity} /> },
        { head: words.ofYuan(words.value), isFigure: true, cell: ({ value }) => <Yuan of={value} /> },
      ]}
    />
  );
}
