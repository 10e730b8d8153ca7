import { reportAnswers, type StockCard } from '../../shared/schemas/reports.ts';
import { type Asked, addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { MOST_PRINTED } from '../ask/printing.tsx';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { type Column, Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { NoRows, Report, taken, VoucherLink } from './report.tsx';
import { reportsWords } from './reports-words.ts';

type Row = StockCard['rows'][number];
type Balance = StockCard['opening'];

/** 收发存卡: what of an item came in, went out and stands, row by row. */
export function StockCardPage({ asked }: { readonly asked: Asked }) {
  const { item } = asked;
  const query = { limit: MOST_PRINTED, ...taken(asked, 'warehouse', 'fundingLine', 'from', 'to', 'cursor') };
  const answer = useAnswer(withQuery(`/api/items/${item ?? ''}/stock-card`, query), reportAnswers.stockCard, {
    enabled: item !== undefined,
  });
  return (
    <Report
      name="stock-card"
      asked={asked}
      answer={answer}
      filters={['item', 'warehouse', 'fundingLine', 'days']}
      about={[answer.data?.item.name, answer.data?.item.code, answer.data?.item.baseMeasure]}
      lacks={item === undefined ? 'item' : undefined}
    >
      {(card) => (
        <>
          <Opening of={card.opening} />
          {card.rows.length === 0 ? <NoRows /> : <CardRows card={card} />}
        </>
      )}
    </Report>
  );
}

function Opening({ of: { quantity, value } }: { readonly of: Balance }) {
  const words = useWords(reportsWords);
  return (
    <p className="note">
      {words.opening} <Quantity of={quantity} /> · {words.ofYuan(words.value)} <Yuan of={value} />
    </p>
  );
}

function CardRows({ card }: { readonly card: StockCard }) {
  const words = useWords(reportsWords);
  const moved = (head: string, isOf: 'quantity' | 'value', of: (row: Row) => Balance, sum: Balance): Column<Row> => {
    const told = (balance: Balance) =>
      isOf === 'quantity' ? <Quantity of={balance.quantity} /> : <Yuan of={balance.value} />;
    const isNothing = ({ quantity, value }: Balance) => quantity === 0 && value === '0.00';
    return {
      head: isOf === 'value' ? words.ofYuan(head) : head,
      isFigure: true,
      cell: (row) => !isNothing(of(row)) && told(of(row)),
      sum: told(sum),
    };
  };
  return (
    <Rows
      caption={words.names['stock-card']}
      rows={card.rows.map((row, at) => ({ ...row, at }))}
      keyOf={({ at }) => String(at)}
      columns={[
        { head: words.date, cell: ({ date }) => <span className="numbered">{date}</span>, sum: words.sum },
        { head: words.voucher, cell: ({ entry, number }) => <VoucherLink id={entry} number={number} /> },
        { head: words.summary, cell: ({ summary }) => summary },
        { head: words.counterparty, cell: ({ counterparty }) => <Counterparty of={counterparty} /> },
        moved(words.inQuantity, 'quantity', (row) => row.in, card.in),
        moved(words.inValue, 'value', (row) => row.in, card.in),
        moved(words.outQuantity, 'quantity', (row) => row.out, card.out),
        moved(words.outValue, 'value', (row) => row.out, card.out),
        moved(words.balanceQuantity, 'quantity', ({ balance }) => balance, card.closing),
        moved(words.balanceValue, 'value', ({ balance }) => balance, card.closing),
      ]}
    />
  );
}

function Counterparty({ of }: { readonly of: Row['counterparty'] }) {
  if (of === null) return null;
  if (of.id === null || of.kind === 'giver') return <>{of.name}</>;
  return (
    <a className="opens" href={addresses[of.kind](of.id)}>
      {of.name}
    </a>
  );
}
