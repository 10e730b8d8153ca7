import { writeWhole } from '../../shared/domain/quantity.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { cellOf } from '../form/cells.ts';
import { Grid, type GridColumn } from '../form/grid.tsx';
import { measuresOf } from '../form/measures.ts';
import { useWords } from '../words/words.tsx';
import { askedByItem, type Column, derivedLine, type Line, sentOf } from './consignment-draft.ts';
import { dispatchWords } from './dispatch-words.ts';
import type { Planned } from './planned.ts';
import { NOTHING_THERE, type Shelves } from './shelf.ts';

/** What a sheet may call the columns. */
const HEADS: Readonly<Record<Column, readonly string[]>> = {
  item: ['物资', '品名', '名称', '物资名称', 'item', 'goods', 'name'],
  quantity: ['数量', '发放数量', '应发', 'quantity', 'qty'],
  measure: ['单位', '计量单位', '包装', 'measure', 'uom'],
  fundingLine: ['专项资金', '资金', '资金来源', '专项', 'funding line', 'fund'],
};

interface LinesProps {
  readonly rows: readonly Line[];
  readonly onRows: (by: (before: readonly Line[]) => readonly Line[]) => void;
  /** What a plan gives the unit, row by row. */
  readonly planned: readonly Planned[] | undefined;
  readonly shelves: Shelves | undefined;
}

/** The lines of a consignment, each beside what lies in the warehouse, and beside what a plan gives. */
export function Lines({ rows, onRows, planned, shelves }: LinesProps) {
  const words = useWords(dispatchWords);
  const column = (name: Column, width: number, more: Partial<GridColumn<Column>> = {}): GridColumn<Column> => ({
    name,
    head: words.columns[name],
    heads: HEADS[name],
    at: name,
    width,
    ...more,
  });
  const columns = [
    ...(planned === undefined ? [column('item', 16, { from: () => 'item' })] : []),
    column('quantity', 7, { reader: 'quantity', isFigure: true }),
    column('measure', 5, { from: (row) => measuresOf(cellOf(row, 'item')) }),
    column('fundingLine', 14, { from: () => 'fundingLine', isAside: true }),
  ];
  const asked = askedByItem(rows);
  const plannedFor = (row: Line) => planned?.find(({ item }) => item.id === cellOf(row, 'item').chosen?.id);
  const sent = sentOf(rows, true);
  return (
    <Grid
      caption={words.lines}
      columns={columns}
      rows={rows}
      onRows={onRows}
      at="/lines"
      most={planned === undefined ? LIMITS.lines : rows.length}
      derived={(row, changed, { before }) => derivedLine(row, changed, before)}
      shown={[
        {
          head: words.shelf,
          width: 15,
          cell: (row) => shelves && <OnShelfSaid row={row} asked={asked} planned={plannedFor(row)} shelves={shelves} />,
        },
      ]}
      {...(planned === undefined
        ? {}
        : {
            standing: {
              called: (row: Line) => cellOf(row, 'item').text,
              placeOf: (row: Line) => {
                const place = sent.findIndex(({ key }) => key === row.key);
                return place < 0 ? undefined : place;
              },
              heads: [
                { head: words.columns.item, width: 12, cell: (row: Line) => cellOf(row, 'item').text },
                {
                  head: words.beside,
                  width: 11,
                  isFigure: true,
                  cell: (row: Line) => <PlannedSaid of={plannedFor(row)} />,
                },
              ],
            },
          })}
    />
  );
}

function PlannedSaid({ of }: { readonly of: Planned | undefined }) {
  if (of === undefined) return null;
  const [planned, dispatched, left] = [of.planned, of.dispatched, of.left].map((one) => writeWhole(BigInt(one)));
  return (
    <span className="quantity">
      {planned} / {dispatched} / <strong>{left}</strong>
    </span>
  );
}

interface SaidProps {
  readonly row: Line;
  /** What all rows ask for of each item. */
  readonly asked: ReadonlyMap<string, bigint>;
  readonly planned: Planned | undefined;
  readonly shelves: Shelves;
}

/** What lies there of an item, and what is too much. */
function OnShelfSaid({ row, asked, planned, shelves }: SaidProps) {
  const words = useWords(dispatchWords);
  const { chosen } = cellOf(row, 'item');
  if (chosen === undefined) return null;
  const { here, unusable, reserved, free } = shelves.get(chosen.id) ?? NOTHING_THERE;
  const wanted = asked.get(chosen.id) ?? 0n;
  const above = planned === undefined ? 0n : wanted - BigInt(planned.left);
  const intoReserved = planned === undefined && reserved > 0n && wanted <= here ? wanted - free : 0n;
  return (
    <>
      {words.here(writeWhole(here), chosen.measures?.[0]?.measure ?? '')}
      {reserved > 0n && <span className="note"> · {words.reserved(writeWhole(reserved))}</span>}
      {reserved > 0n && planned === undefined && <span className="note"> · {words.free(writeWhole(free))}</span>}
      {wanted > here && <p className="field-told">{words.lacks(writeWhole(wanted - here))}</p>}
      {wanted > here && unusable > 0n && <p className="note">{words.unusable(writeWhole(unusable))}</p>}
      {above > 0n && <p className="field-told">{words.abovePlan(writeWhole(above))}</p>}
      {intoReserved > 0n && <p className="note">{words.intoReserved(writeWhole(intoReserved))}</p>}
    </>
  );
}
