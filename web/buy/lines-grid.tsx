import { formatYuan } from '../../shared/domain/amount.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { cellOf } from '../form/cells.ts';
import { Grid, type GridColumn } from '../form/grid.tsx';
import { measuresOf } from '../form/measures.ts';
import { Yuan } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { buyWords } from './buy-words.ts';
import { derivedLine, totalOf } from './lines.ts';
import { type Column, fundingAt, type Line } from './order-form.ts';

/** What a sheet may call the columns. */
const HEADS: Readonly<Record<Column, readonly string[]>> = {
  item: [
    '物资',
    '品名',
    '名称',
    '物资名称',
    '货物名称',
    '商品名称',
    '项目名称',
    '物资或服务',
    'item',
    'goods',
    'name',
    'item or service',
  ],
  quantity: ['数量', '采购数量', 'quantity', 'qty'],
  measure: ['单位', '计量单位', '包装', 'measure', 'unit', 'uom'],
  unitPrice: ['单价', '含税单价', 'price', 'unit price'],
  amount: ['金额', '合计', '总价', '含税金额', '价税合计', 'amount', 'total'],
  fundingLine: ['专项资金', '资金', '资金来源', '专项', 'funding line', 'fund'],
  otherLine: ['另一专项', 'another line'],
  otherQuantity: ['其中数量', 'of it'],
};

interface LinesProps {
  readonly lines: readonly Line[];
  readonly onLines: (by: (before: readonly Line[]) => readonly Line[]) => void;
}

/** The lines of an order. */
export function Lines({ lines, onLines }: LinesProps) {
  const words = useWords(buyWords);
  const column = (name: Column, width: number, more: Partial<GridColumn<Column>> = {}): GridColumn<Column> => ({
    name,
    head: words.columns[name],
    heads: HEADS[name],
    at: name,
    width,
    ...more,
  });
  const columns = [
    column('item', 16, { from: () => 'item' }),
    column('quantity', 6, { reader: 'quantity', isFigure: true }),
    column('measure', 5, { from: (line) => measuresOf(cellOf(line, 'item')) }),
    column('unitPrice', 7, { reader: 'price', isFigure: true }),
    column('amount', 8, { reader: 'amount', isFigure: true }),
    column('fundingLine', 14, { from: () => 'fundingLine', at: fundingAt }),
    column('otherLine', 11, { from: () => 'fundingLine', at: 'funding/1/fundingLine', isAside: true }),
    column('otherQuantity', 6, { reader: 'quantity', at: 'funding/1/quantity', isAside: true, isFigure: true }),
  ];
  return (
    <Grid
      caption={words.lines}
      columns={columns}
      rows={lines}
      onRows={onLines}
      at="/lines"
      most={LIMITS.lines}
      derived={derivedLine}
    >
      <tfoot>
        <tr>
          <td colSpan={4}>{words.total}</td>
          <td data-figure>
            <strong>
              <Yuan of={formatYuan(totalOf(lines))} />
            </strong>
          </td>
          <td colSpan={4} />
        </tr>
      </tfoot>
    </Grid>
  );
}
