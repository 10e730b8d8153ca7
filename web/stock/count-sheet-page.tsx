import type { Stock } from '../../shared/schemas/reports.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { AsOf } from '../checkpoint/as-of.tsx';
import type { Choice } from '../form/cells.ts';
import { useItems } from '../form/registers.ts';
import { grouped } from '../paper/figures.tsx';
import { type Column, Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { useMay } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { booked } from './count-rows.tsx';
import { ForWhoMay } from './may-not.tsx';
import type { StockLot } from './stock-lot.ts';
import { useStockOf } from './stock-lots.ts';
import { stockWords } from './stock-words.ts';
import './stock.css';

interface CountSheetPageProps {
  readonly warehouse: string;
  /** Without what the books say, so that nobody counts what they should. */
  readonly isBlind: boolean;
}

/** 盘点表: to be printed, taken along, filled in by hand and signed. */
export function CountSheetPage({ warehouse, isBlind }: CountSheetPageProps) {
  const { sheet, count } = useWords(stockWords);
  const answer = useStockOf(warehouse);
  return (
    <ForWhoMay operation="readStock" words={sheet}>
      <Answered answer={answer} lines={12}>
        {(stock) => {
          const [first] = stock.lots;
          if (first === undefined) {
            return (
              <Nothing title={count.nothing}>
                <p>{count.nothingDetail}</p>
              </Nothing>
            );
          }
          return (
            <Sheet title={sheet.title(first.warehouse.name)} seal={<AsOf asOf={stock.asOf} />}>
              <OnScreen warehouse={warehouse} isBlind={isBlind} />
              <SheetRows lots={stock.lots} isBlind={isBlind} />
              <Signatures />
            </Sheet>
          );
        }}
      </Answered>
    </ForWhoMay>
  );
}

function OnScreen({ warehouse, isBlind }: CountSheetPageProps) {
  const { sheet, count } = useWords(stockWords);
  const mayCount = useMay('count');
  return (
    <ul className="ways not-printed">
      <li>
        <button type="button" className="plain-button" data-first onClick={() => print()}>
          {sheet.print}
        </button>
      </li>
      <li>
        <a href={addresses.countSheet({ warehouse, blind: isBlind ? undefined : 'true' })}>
          {isBlind ? count.sheet : count.blindSheet}
        </a>
      </li>
      {mayCount && (
        <li>
          <a href={addresses.newCount({ warehouse })}>{sheet.toCount}</a>
        </li>
      )}
    </ul>
  );
}

interface SheetRow extends StockLot {
  readonly ordinal: number;
}

function SheetRows({ lots, isBlind }: { readonly lots: Stock['lots']; readonly isBlind: boolean }) {
  const words = useWords(stockWords);
  const { sheet, count } = words;
  const items = useItems(lots.map(({ item }) => item.id));
  const packOf = ({ item }: SheetRow) => items.get(item.id)?.measures?.[1];
  const book: Column<SheetRow> = {
    head: count.book,
    isFigure: true,
    cell: (of) => {
      const pack = packOf(of);
      return booked({ quantity: of.quantity, of, ...(pack === undefined ? {} : { pack }) });
    },
  };
  return (
    <div className="count-sheet">
      <Rows<SheetRow>
        caption={sheet.title(lots[0]?.warehouse.name ?? '')}
        rows={lots.map((lot, at) => ({ ...lot, ordinal: at + 1 }))}
        keyOf={({ lot }) => lot}
        columns={[
          { head: sheet.ordinal, isFigure: true, cell: ({ ordinal }) => ordinal },
          {
            head: words.item,
            cell: ({ item }) => (
              <>
                {item.name} <span className="named-code">{item.code}</span>
              </>
            ),
          },
          { head: words.batchNumber, cell: ({ batch }) => batch },
          { head: words.expiresOn, cell: ({ expiresOn }) => expiresOn },
          { head: words.receivedOn, cell: ({ receivedOn }) => receivedOn },
          { head: words.fundingLine, cell: ({ fundingLine }) => fundingLine.name },
          { head: words.measure, cell: (row) => <MeasureOf row={row} pack={packOf(row)} /> },
          ...(isBlind ? [] : [book]),
          { head: sheet.counted, cell: () => <span className="to-fill-in" /> },
          { head: sheet.remark, cell: () => <span className="to-fill-in" /> },
        ]}
      />
      {isBlind && <p className="note">{sheet.blind}</p>}
    </div>
  );
}

interface MeasureOfProps {
  readonly row: SheetRow;
  readonly pack: NonNullable<Choice['measures']>[number] | undefined;
}

function MeasureOf({ row: { item }, pack }: MeasureOfProps) {
  const { sheet } = useWords(stockWords);
  if (pack === undefined) return item.baseMeasure;
  return (
    <>
      {item.baseMeasure}{' '}
      <span className="note">{sheet.pack(pack.measure, grouped(String(pack.of)), item.baseMeasure)}</span>
    </>
  );
}

function Signatures() {
  const { sheet } = useWords(stockWords);
  return (
    <dl className="signatures">
      {(['counter', 'witness', 'keeper', 'date'] as const).map((name) => (
        <div key={name}>
          <dt>{sheet[name]}</dt>
          <dd />
        </div>
      ))}
    </dl>
  );
}
