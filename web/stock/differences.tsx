import { formatYuan } from '../../shared/domain/amount.ts';
import { addresses } from '../ask/addresses.ts';
import type { Trial } from '../form/trial.tsx';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { type AdjustmentRead, worthChanged } from './countersign-form.ts';
import { Difference } from './difference.tsx';
import { type StockLot, tellingOf } from './stock-lot.ts';
import { useStockOf } from './stock-lots.ts';
import { stockWords } from './stock-words.ts';

interface DifferencesProps {
  readonly read: AdjustmentRead;
  /** What it would move: by that each difference is worth something. */
  readonly trial: Trial;
}

/** Every lot that differs, in goods and in yuan; of the others only how many they are. */
export function Differences({ read: { adjustment, names: known }, trial }: DifferencesProps) {
  const { countersign: words, count, lot: lotCalled } = useWords(stockWords);
  const { data: stock } = useStockOf(adjustment.warehouse);
  const differing = adjustment.lines.filter(({ difference }) => difference !== 0);
  const agreeing = adjustment.lines.length - differing.length;
  if (differing.length === 0) return <p>{words.allAgree(agreeing)}</p>;
  const worth = trial !== undefined && 'would' in trial ? worthChanged(trial.would.entry) : undefined;
  const stands = (lot: string) => stock?.lots.find((one) => one.lot === lot);
  return (
    <section>
      <h2>{words.lines}</h2>
      <Rows
        caption={words.lines}
        rows={differing}
        keyOf={({ lot }) => lot}
        columns={[
          {
            head: lotCalled,
            cell: ({ lot }) => <LotSaid lot={lot} called={known?.[lot]?.name ?? lot} stands={stands(lot)} />,
            sum: worth && words.total,
          },
          { head: words.book, isFigure: true, cell: ({ lot, book }) => <InBase of={book} stands={stands(lot)} /> },
          {
            head: words.counted,
            isFigure: true,
            cell: ({ lot, counted }) => <InBase of={counted} stands={stands(lot)} />,
          },
          { head: count.difference, isFigure: true, cell: ({ difference }) => <Difference of={BigInt(difference)} /> },
          {
            head: words.worth,
            isFigure: true,
            cell: ({ lot }) => worth && <Yuan of={formatYuan(worth.get(lot) ?? 0n)} isBalance />,
            sum: worth && <Yuan of={formatYuan([...worth.values()].reduce((sum, one) => sum + one, 0n))} isBalance />,
          },
        ]}
      />
      {agreeing > 0 && <p className="note">{words.agreed(agreeing)}</p>}
    </section>
  );
}

function InBase({ of, stands }: { readonly of: number; readonly stands: StockLot | undefined }) {
  return <Quantity of={of} measure={stands?.item.baseMeasure} />;
}

interface LotSaidProps {
  readonly lot: string;
  readonly called: string;
  readonly stands: StockLot | undefined;
}

function LotSaid({ lot, called, stands }: LotSaidProps) {
  const { told } = useWords(stockWords);
  return (
    <>
      <a className="opens" href={addresses.lot(lot)}>
        {called}
      </a>{' '}
      {stands !== undefined && <span className="note">{tellingOf(stands, told)}</span>}
    </>
  );
}
