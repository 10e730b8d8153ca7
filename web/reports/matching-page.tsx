import { formatYuan, parseSum } from '../../shared/domain/amount.ts';
import { type Matching, reportAnswers } from '../../shared/schemas/reports.ts';
import { type Asked, addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { MOST_PRINTED } from '../ask/printing.tsx';
import { grouped, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { NoRows, Report, taken } from './report.tsx';
import { reportsWords } from './reports-words.ts';

type Purchase = Matching['purchases'][number];

/** 三单匹配: whether what was ordered, accepted, invoiced and paid agrees, and what is owed to whom. */
export function MatchingPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const query = { limit: MOST_PRINTED, ...taken(asked, 'supplier', 'fundingLine', 'from', 'to', 'cursor') };
  const answer = useAnswer(withQuery('/api/reports/matching', query), reportAnswers.matching);
  return (
    <Report name="matching" asked={asked} answer={answer} filters={['supplier', 'fundingLine', 'days']}>
      {({ purchases, suppliers, next }) => (
        <>
          <h2>{words.matching.suppliers}</h2>
          <Suppliers suppliers={suppliers} />
          <h2>{words.matching.purchases}</h2>
          {purchases.length === 0 ? (
            <NoRows />
          ) : (
            <Purchases purchases={purchases} isWhole={asked.cursor === undefined && next === undefined} />
          )}
        </>
      )}
    </Report>
  );
}

function Suppliers({ suppliers }: { readonly suppliers: Matching['suppliers'] }) {
  const words = useWords(reportsWords);
  if (suppliers.length === 0) return <p className="note">{words.matching.noneOwed}</p>;
  return (
    <Rows
      caption={words.matching.suppliers}
      rows={suppliers}
      keyOf={({ supplier }) => supplier.id}
      columns={[
        { head: words.supplier, cell: ({ supplier }) => <Supplier of={supplier} />, sum: words.sum },
        ...(['payable', 'refundable'] as const).map((name) => ({
          head: words.ofYuan(words.matching[name]),
          isFigure: true,
          cell: (row: Matching['suppliers'][number]) => row[name] !== '0.00' && <Yuan of={row[name]} />,
          sum: <Yuan of={added(suppliers.map((row) => row[name]))} />,
        })),
      ]}
    />
  );
}

function Supplier({ of: { id, name } }: { readonly of: Purchase['supplier'] }) {
  return (
    <a className="opens" href={addresses.supplier(id)}>
      {name}
    </a>
  );
}

const FIGURES = ['ordered', 'committed', 'accepted', 'invoiced', 'paid', 'refunded', 'payable'] as const;

interface PurchasesProps {
  readonly purchases: readonly Purchase[];
  /** No page is before or after it. */
  readonly isWhole: boolean;
}

function Purchases({ purchases, isWhole }: PurchasesProps) {
  const words = useWords(reportsWords);
  return (
    <Rows
      caption={words.matching.purchases}
      rows={purchases}
      keyOf={({ purchase }) => purchase}
      columns={[
        {
          head: words.matching.purchase,
          cell: ({ purchase, number, effectiveOn }) => (
            <>
              <a className="opens numbered" href={addresses.purchase(purchase)}>
                {number}
              </a>
              <div className="note numbered">{effectiveOn}</div>
            </>
          ),
          ...(isWhole ? { sum: words.sum } : {}),
        },
        { head: words.supplier, cell: ({ supplier }) => <Supplier of={supplier} /> },
        ...FIGURES.filter((name) => purchases.some((row) => row[name] !== '0.00')).map((name) => ({
          head: words.ofYuan(words.matching[name]),
          isFigure: true,
          cell: (row: Purchase) => row[name] !== '0.00' && <Yuan of={row[name]} />,
          ...(isWhole ? { sum: <Yuan of={added(purchases.map((row) => row[name]))} /> } : {}),
        })),
        {
          head: words.matching.invoices,
          cell: ({ invoices }) =>
            invoices.map(({ invoice, number }) => (
              <div key={invoice}>
                <a className="opens numbered" href={addresses.invoice(invoice)}>
                  {number}
                </a>
              </div>
            )),
        },
        { head: words.matching.differs, cell: ({ differs }) => <Differs of={differs} /> },
      ]}
    />
  );
}

function Differs({ of }: { readonly of: Purchase['differs'] }) {
  const { matching } = useWords(reportsWords);
  if (of.length === 0) return <span className="matches">✓ {matching.matches}</span>;
  return (
    <>
      {of.map(({ what, by }) => (
        <div key={what} className="differs">
          ▲ {matching.by(matching.more[what], grouped(by.replace('-', '')), !by.startsWith('-'))}
        </div>
      ))}
    </>
  );
}

/** In fen, and never as numbers. */
function added(amounts: readonly string[]): string {
  return formatYuan(amounts.reduce((sum, amount) => sum + (parseSum(amount) ?? 0n), 0n));
}
