import { writePacked, writeWhole } from '../../shared/domain/quantity.ts';
import { addresses } from '../ask/addresses.ts';
import { isFirstOf, isOfPacks, lineOfRow } from '../form/counted.ts';
import { Grid } from '../form/grid.tsx';
import { useWords } from '../words/words.tsx';
import { type Countable, type CountRow, differenceOf } from './count-form.ts';
import { Difference } from './difference.tsx';
import { tellingOf } from './stock-lot.ts';
import { stockWords } from './stock-words.ts';

interface CountRowsProps {
  readonly all: readonly Countable[];
  readonly rows: readonly CountRow[];
  /** Those that are sent, in their order. */
  readonly counted: readonly Countable[];
  /** What the books say of a lot by now, where that is something else. */
  readonly changed: ReadonlyMap<string, number>;
  readonly onRows: (by: (before: readonly CountRow[]) => readonly CountRow[]) => void;
  readonly onTakeOver: (lot: string, now: number) => void;
}

/** Lots to be counted: packs and single pieces in rows of their own, and the difference as it is typed. */
export function CountRows({ all, rows, counted, changed, onRows, onTakeOver }: CountRowsProps) {
  const words = useWords(stockWords);
  const { count } = words;
  const lotOf = (row: CountRow) => all.find(({ line }) => line === lineOfRow(row));
  const first = (row: CountRow) => {
    const lot = lotOf(row);
    return lot !== undefined && isFirstOf(lot, row) ? lot : undefined;
  };
  const measureOf = (row: CountRow) => {
    const lot = lotOf(row);
    return isOfPacks(row) ? (lot?.pack?.measure ?? '') : (lot?.of.item.baseMeasure ?? '');
  };
  return (
    <Grid
      caption={count.lines}
      at="/lines"
      most={rows.length}
      rows={rows}
      onRows={onRows}
      columns={[
        {
          name: 'counted',
          head: count.counted,
          heads: [],
          at: 'counted',
          reader: 'quantity',
          isFigure: true,
          width: 7,
        },
      ]}
      standing={{
        called: (row) => [lotOf(row)?.of.item.name, measureOf(row)].filter(Boolean).join(' '),
        placeOf: (row) => {
          const place = counted.findIndex(({ line }) => line === lineOfRow(row));
          return place < 0 ? undefined : place;
        },
        heads: [
          {
            head: words.lot,
            width: 17,
            cell: (row) => {
              const lot = first(row);
              return lot && <LotOfRow lot={lot} />;
            },
          },
          { head: words.fundingLine, width: 12, cell: (row) => first(row)?.of.fundingLine.name },
          {
            head: count.book,
            width: 10,
            isFigure: true,
            cell: (row) => {
              const lot = first(row);
              return lot && booked(lot);
            },
          },
        ],
        told: (row) => {
          const lot = lotOf(row);
          const now = lot && changed.get(lot.lot);
          // Below the last row of the lot.
          if (lot === undefined || now === undefined || isOfPacks(row)) return null;
          return (
            <div className="count-changed">
              <span className="field-told">
                {count.changed(writeWhole(BigInt(lot.quantity)), writeWhole(BigInt(now)))}
              </span>
              <button
                type="button"
                className="plain-button"
                aria-label={count.takeOverOf(lot.of.item.name, writeWhole(BigInt(now)))}
                onClick={() => onTakeOver(lot.lot, now)}
              >
                {count.takeOver(writeWhole(BigInt(now)))}
              </button>
            </div>
          );
        },
      }}
      shown={[
        { head: words.measure, width: 4, cell: measureOf },
        {
          head: count.difference,
          width: 6,
          cell: (row) => {
            const lot = first(row);
            return lot && <Difference of={differenceOf(lot, rows)} />;
          },
        },
      ]}
    />
  );
}

function LotOfRow({ lot: { lot, of } }: { readonly lot: Countable }) {
  const { told } = useWords(stockWords);
  return (
    <>
      <a className="opens" href={addresses.lot(lot)}>
        {of.item.name}
      </a>{' '}
      <span className="note">{tellingOf(of, told)}</span>
    </>
  );
}

/** In packs where they are whole. */
export function booked({ quantity, of, pack }: Pick<Countable, 'quantity' | 'of' | 'pack'>): string {
  return writePacked(BigInt(quantity), of.item.baseMeasure, pack && { measure: pack.measure, of: BigInt(pack.of) });
}
