import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { resolveBody, returnFromUnitBody } from '../../shared/schemas/consignment.ts';
import { returnToSupplierBody } from '../../shared/schemas/purchase.ts';
import { ofChoice, ofText } from '../../web/form/cells.ts';
import { allGood, type CountedLine, rowsOfLines } from '../../web/form/counted.ts';
import { emptyResolution, heldLines, resolutionOf, type Way } from '../../web/held/resolve-form.ts';
import {
  emptySupplierReturn,
  linesOfReturn,
  returnableOf,
  rowsOfReturn,
  supplierReturnOf,
} from '../../web/held/supplier-return-form.ts';
import { emptyUnitReturn, unitReturnOf } from '../../web/held/unit-return-form.ts';

const TODAY = '2026-11-28';
const id = (last: number) => `01769c58-4800-7000-8000-${String(last).padStart(12, '0')}`;
const LOT = `${id(31)}.1`;
const MASKS: CountedLine = { line: 1, item: id(1), quantity: 30, pack: { measure: '箱', of: 12 } };
const RICE: CountedLine = { line: 3, item: id(2), quantity: 4 };
const words = { above: (quantity: bigint) => `多 ${quantity}` };
const APPROVED = {
  document: ofText('审批单'),
  decidedOn: ofText('2026-11-28'),
  approver: ofText('审批人(示例)'),
} as const;

describe('goods that are held', () => {
  test('are those lines of a consignment of which something is', () => {
    const none = { quantity: 0 };
    const line = { line: 1, item: id(1), quantity: 9, sent: none, inTransit: none, delivered: none, elsewhere: none };
    const lines = [
      { ...line, held: none },
      { ...line, line: 2, held: { quantity: 5 } },
    ];
    expect(heldLines({ lines })).toEqual([{ line: 2, item: id(1), quantity: 5 }]);
  });

  test('are written off, come back and go to the unit, together no more than there are', () => {
    const empty = emptyResolution(TODAY);
    const rows = [
      { key: 2, cells: { toLoss: ofText('2') } },
      { key: 3, cells: { toStock: ofText('6') } },
      { key: 7, cells: { toUnit: ofText('5') } },
    ];
    const draft = { fields: { ...empty.fields, ...APPROVED, reason: ofText('淋湿') }, lines: rows };
    const { body, wrong } = resolutionOf(draft, [MASKS, RICE], words);
    expect(body).toEqual({
      lines: [
        { line: 1, toLoss: 24, toStock: 6 },
        { line: 3, toUnit: 5 },
      ],
      effectiveOn: TODAY,
      reason: '淋湿',
      approval: { document: '审批单', decidedOn: TODAY, approver: '审批人(示例)' },
    });
    expect(parse(resolveBody, body, TODAY)).not.toHaveProperty('faults');
    expect(wrong).toEqual([{ at: '/lines/1/toLoss', told: '多 1' }]);
  });

  test('all written off are said in packs as far as they are whole, and nothing is said of what stays held', () => {
    const lines = [...allGood([RICE], rowsOfLines<Way>([MASKS, RICE], [], {}), ['toLoss', 'toStock', 'toUnit'])];
    const { body } = resolutionOf({ fields: {}, lines }, [MASKS, RICE], words);
    expect(body).toEqual({ lines: [{ line: 3, toLoss: 4 }], approval: {} });
    expect(parse(resolveBody, body, TODAY)).toMatchObject({
      faults: [
        { pointer: '/effectiveOn' },
        { pointer: '/reason' },
        { pointer: '/approval/document' },
        { pointer: '/approval/decidedOn' },
        { pointer: '/approval/approver' },
      ],
    });
  });
});

test('a unit gives back whole packs, into another warehouse, with fewer whom they reached', () => {
  const { fields } = emptyUnitReturn(TODAY);
  const draft = {
    fields: {
      ...fields,
      reason: ofText('多发'),
      warehouse: ofChoice({ id: id(9), name: '库房(示例)' }),
      people: ofText('12'),
    },
    lines: [{ key: 2, cells: { quantity: ofText('2') } }],
  };
  const { body, wrong } = unitReturnOf(draft, [MASKS, RICE], words);
  expect(body).toEqual({
    lines: [{ line: 1, quantity: 2, measure: '箱' }],
    warehouse: id(9),
    people: 12,
    effectiveOn: TODAY,
    reason: '多发',
  });
  expect(parse(returnFromUnitBody, body, TODAY)).not.toHaveProperty('faults');
  expect(wrong).toEqual([]);
});

describe('what goes back to a supplier', () => {
  const named = { id: id(8), code: '8', name: '名称' };
  const lots = [
    {
      lot: LOT,
      item: { ...named, name: '大米', baseMeasure: '袋' },
      quantity: 7,
      warehouse: named,
      fundingLine: named,
    },
  ];
  const share = { fundingLine: id(8), ordered: { quantity: 2 }, committed: { quantity: 0 }, accepted: { quantity: 2 } };
  const lines = [
    { line: 1, item: id(2), ordered: { quantity: 9 }, shares: [{ ...share, accepted: { quantity: 9 } }] },
    { line: 2, item: id(3), service: true as const, ordered: { quantity: 2 }, shares: [share] },
  ];
  const all = returnableOf({ lines }, lots, () => '运费');

  test('is what lies in stock of goods, and what was accepted that is no goods', () => {
    expect(all).toMatchObject([
      { lot: LOT, item: '大米', most: 7 },
      { line: 2, item: '运费', most: 2 },
    ]);
  });

  test('is sent by lot or line; more than there is is told at its row', () => {
    const empty = emptySupplierReturn(TODAY);
    const rows = rowsOfReturn(empty, all).map((row, at) => ({
      ...row,
      cells: { quantity: ofText(at === 0 ? '8' : '2') },
    }));
    const draft = { fields: { ...empty.fields, reason: ofText('次品') }, lines: linesOfReturn(rows, all) };
    const { body, wrong } = supplierReturnOf(draft, all, words);
    expect(body).toEqual({
      lines: [
        { lot: LOT, quantity: 8 },
        { line: 2, quantity: 2 },
      ],
      effectiveOn: TODAY,
      reason: '次品',
    });
    expect(parse(returnToSupplierBody, body, TODAY)).not.toHaveProperty('faults');
    expect(wrong).toEqual([{ at: '/lines/0/quantity', told: '多 1' }]);
  });
});
