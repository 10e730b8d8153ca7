import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsIn, placed } from '../../web/form/pasted.ts';

const COLUMNS = [
  { name: 'item', heads: ['物资', '品名', 'item'] },
  { name: 'quantity', heads: ['数量', 'quantity'] },
  { name: 'amount', heads: ['金额', 'amount'] },
] as const;

/** As Excel puts cells on the clipboard. */
function copied(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join('\t')}\r\n`).join('');
}

describe('the cells of a clipboard', () => {
  test('are those that were copied, whatever stands in them', () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[\t\n\r"甲乙a]{0,6}$/u));
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(rows, (block) => {
        expect(cellsIn(copied(block))).toEqual(block);
      }),
    );
  });

  test('a quotation mark that is not closed is one that was typed', () => {
    expect(cellsIn('6" 管\t2\n"未完\t3')).toEqual([
      ['6" 管', '2'],
      ['"未完', '3'],
    ]);
  });

  test('the last line need not end', () => {
    expect(cellsIn('甲\t1\r\n乙\t2')).toEqual(cellsIn('甲\t1\n乙\t2\n'));
  });
});

describe('a block of cells', () => {
  test('goes from the focused cell rightward and down', () => {
    const { rows, left } = placed(
      [
        ['5', '10.00'],
        ['6', '12.00'],
      ],
      COLUMNS,
      'quantity',
    );
    expect(rows).toEqual([
      { quantity: '5', amount: '10.00' },
      { quantity: '6', amount: '12.00' },
    ]);
    expect(left).toEqual([]);
  });

  test('with a line of heads goes under them, in whatever order they are', () => {
    const block = [
      ['金额(元)', '序号', '品名'],
      ['10.00', '1', '口罩'],
    ];
    const { rows, left } = placed(block, COLUMNS, 'quantity');
    expect(rows).toEqual([{ amount: '10.00', item: '口罩' }]);
    expect(left).toEqual([{ row: 0, head: '序号', text: '1' }]);
  });

  test('goods that are called like a head are no line of heads among figures', () => {
    const { rows } = placed([['口罩', '5', '10.00']], COLUMNS, 'item');
    expect(rows).toEqual([{ item: '口罩', quantity: '5', amount: '10.00' }]);
  });

  test('line breaks within a cell become blanks, and lines of nothing are passed over', () => {
    const { rows } = placed(cellsIn('"医用\n口罩"\t5\n\t\n消毒液\t6\n'), COLUMNS, 'item');
    expect(rows).toEqual([
      { item: '医用 口罩', quantity: '5' },
      { item: '消毒液', quantity: '6' },
    ]);
  });

  test('every cell that says something is placed or told of, however wide the block and wherever it begins', () => {
    const cell = fc.stringMatching(/^[甲乙丙0-9]{0,3}$/u);
    const from = fc.constantFrom('item', 'quantity', 'amount');
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), from, (block, start) => {
        const { rows, left } = placed(block, COLUMNS, start);
        const told = [...rows.flatMap((row) => Object.values(row)), ...left.map(({ text }) => text)];
        const said = block.flat().filter((text) => text !== '');
        expect(told.filter((text) => text !== '').sort()).toEqual(said.sort());
      }),
    );
  });
});
