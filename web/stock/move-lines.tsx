import { writeWhole } from '../../shared/domain/quantity.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { cellOf, type Typed } from '../form/cells.ts';
import { Grid, type GridColumn } from '../form/grid.tsx';
import { measuresOf } from '../form/measures.ts';
import { grouped } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { derivedMove, forRow, type MoveColumn, type MoveRow } from './move-form.ts';
import { lotChoice, type StockLot } from './stock-lot.ts';
import { stockWords } from './stock-words.ts';

/** What a sheet may call the columns. */
const HEADS: Readonly<Record<MoveColumn, readonly string[]>> = {
  item: ['物资', '品名', '名称', '物资名称', 'item', 'goods', 'name'],
  lot: [],
  quantity: ['数量', '移库数量', 'quantity', 'qty'],
  measure: ['单位', '计量单位', '包装', 'measure', 'uom'],
  fundingLine: ['专项资金', '资金', '资金来源', '专项', 'funding line', 'fund'],
};

const NONE: readonly StockLot[] = [];

interface MoveLinesProps {
  readonly rows: readonly MoveRow[];
  readonly onRows: (by: (before: readonly MoveRow[]) => readonly MoveRow[]) => void;
  /** Of the warehouse that they leave; undefined until it is chosen and told. */
  readonly lots: readonly StockLot[] | undefined;
  readonly isFromChosen: boolean;
  readonly day: Typed;
}

/** What moves, each beside what there is of it. */
export function MoveLines({ rows, onRows, lots, isFromChosen, day }: MoveLinesProps) {
  const { move: words, told } = useWords(stockWords);
  const column = (name: MoveColumn, width: number, more: Partial<GridColumn<MoveColumn>> = {}) => ({
    name,
    head: words.columns[name],
    heads: HEADS[name],
    at: name,
    width,
    ...more,
  });
  const lotsFor = (row: MoveRow) => {
    const item = cellOf(row, 'item').chosen?.id;
    return (lots ?? NONE)
      .filter((lot) => item === undefined || lot.item.id === item)
      .map((lot) => lotChoice(lot, told, (quantity) => grouped(String(quantity))));
  };
  return (
    <section>
      <h2>{words.lines}</h2>
      <p className="note">{words.lotHint}</p>
      <Grid
        caption={words.lines}
        at="/lines"
        most={LIMITS.lines}
        rows={rows}
        onRows={onRows}
        derived={(row, changed, { before }) => derivedMove(row, changed, before, lots ?? NONE)}
        columns={[
          column('item', 11, { from: () => 'item' }),
          column('lot', 13, { from: lotsFor, isAside: true }),
          column('quantity', 6, { reader: 'quantity', isFigure: true }),
          column('measure', 5, { from: (row) => measuresOf(cellOf(row, 'item')) }),
          column('fundingLine', 11, { from: () => 'fundingLine', isAside: true }),
        ]}
        shown={[
          {
            head: words.here,
            width: 8,
            cell: (row) => <Here row={row} rows={rows} lots={lots} isFromChosen={isFromChosen} day={day} />,
          },
        ]}
      />
    </section>
  );
}

function Here({ row, rows, lots, isFromChosen, day }: Omit<MoveLinesProps, 'onRows'> & { readonly row: MoveRow }) {
  const { move: words } = useWords(stockWords);
  const item = cellOf(row, 'item').chosen;
  if (item !== undefined && !isFromChosen) return <span className="note">{words.chooseFrom}</span>;
  const found = lots && forRow(row, { rows, lots, day });
  if (found === undefined) return null;
  const { here, lacks } = found;
  return (
    <>
      {here === 0n ? words.nothingHere : words.hereIs(writeWhole(here), item?.measures?.[0]?.measure ?? '')}
      {lacks > 0n && here > 0n && <p className="field-told">{words.lacks(writeWhole(lacks))}</p>}
    </>
  );
}
