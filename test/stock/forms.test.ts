import { describe, expect, test } from 'vitest';
import { countBody, countersignBody } from '../../shared/schemas/adjustment.ts';
import { parse } from '../../shared/schemas/body.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { receiveInKindBody } from '../../shared/schemas/receipt.ts';
import { moveStockBody } from '../../shared/schemas/stock-move.ts';
import { type Choice, ofChoice, ofText } from '../../web/form/cells.ts';
import {
  allAsBooked,
  countableOf,
  countOfDraft,
  differenceOf,
  emptyCount,
  linesOfCount,
  partsOf,
  rowsOfCount,
  takenOver,
} from '../../web/stock/count-form.ts';
import { countersignatureOf, worthChanged } from '../../web/stock/countersign-form.ts';
import {
  derivedMove,
  emptyMove,
  forRow,
  itemOfLot,
  type MoveRow,
  moveOf,
  withPacks,
} from '../../web/stock/move-form.ts';
import { emptyReceipt, kindsCalled, receiptOf, worthOf } from '../../web/stock/receipt-form.ts';
import type { StockLot } from '../../web/stock/stock-lot.ts';

const TODAY = '2026-11-28';
const id = (last: number) => `01769c58-4800-7000-8000-${String(last).padStart(12, '0')}`;
const lotOf = (last: number) => `${id(last)}.1`;
const HERE = { id: id(7), code: 'CK', name: '库房(示例)' };
const THERE = ofChoice({ id: id(8), name: '分库(示例)' });
const FUND = { id: id(9), code: 'A', name: '专项(示例)' };
const MASKS = { id: id(1), code: 'W1', name: '口罩', baseMeasure: '个' };
const RICE = { id: id(2), code: 'W2', name: '大米', baseMeasure: '袋' };
const PACKED: Choice = {
  id: MASKS.id,
  name: MASKS.name,
  measures: [
    { measure: '个', of: 1 },
    { measure: '箱', of: 12 },
  ],
};

function lot(last: number, item: typeof MASKS, quantity: number, more: Partial<StockLot> = {}): StockLot {
  const of = { fundingLine: FUND, warehouse: HERE, inKind: false, receivedOn: '2026-11-01', value: '10.00' };
  return { lot: lotOf(last), item, quantity, ...of, ...more };
}

describe('a move', () => {
  const lots = [lot(11, MASKS, 24), lot(12, MASKS, 6, { receivedOn: TODAY }), lot(13, RICE, 5)];
  const row = (key: number, cells: MoveRow['cells']): MoveRow => ({ key, cells });

  test('takes an item in packs, and one of its lots by itself', () => {
    const empty = emptyMove(TODAY, ofChoice(HERE));
    const lines = [
      row(1, { item: ofChoice(PACKED), quantity: ofText('1'), measure: ofText('箱'), fundingLine: ofChoice(FUND) }),
      row(2, {
        item: ofChoice(itemOfLot(lot(13, RICE, 5))),
        lot: ofChoice({ id: lotOf(13), name: '大米' }),
        quantity: ofText('5'),
        measure: ofText('袋'),
      }),
    ];
    const fields = { ...empty.fields, to: THERE, reason: ofText('腾库') };
    const { body, unreadable } = moveOf({ fields, lines }, ofChoice(HERE));
    expect(body).toEqual({
      from: id(7),
      to: id(8),
      effectiveOn: TODAY,
      lines: [
        { item: id(1), quantity: 1, measure: '箱', fundingLine: id(9) },
        { lot: lotOf(13), quantity: 5 },
      ],
      reason: '腾库',
    });
    expect(unreadable).toEqual([]);
    expect(parse(moveStockBody, body, TODAY)).not.toHaveProperty('faults');
  });

  test('takes the item of a lot that is chosen, and lets go of the lot where another item is', () => {
    const before = row(1, {});
    const chosen = derivedMove(
      row(1, { lot: ofChoice({ id: lotOf(13), name: '大米' }), fundingLine: ofChoice(FUND) }),
      'lot',
      before,
      lots,
    );
    expect(chosen.cells).toMatchObject({
      item: { chosen: { id: id(2) } },
      measure: { text: '袋' },
      fundingLine: { text: '' },
    });
    const typing = derivedMove(row(1, { ...chosen.cells, item: ofText('口') }), 'item', chosen, lots);
    const other = derivedMove(row(1, { ...typing.cells, item: ofChoice(PACKED) }), 'item', typing, lots);
    expect(other.cells).toMatchObject({ lot: { text: '' }, measure: { text: '个' } });
  });

  test('is told what there is for each of its rows, of which those of one item take together', () => {
    const lines = [
      row(1, { item: ofChoice(PACKED), quantity: ofText('2'), measure: ofText('箱') }),
      row(2, { item: ofChoice(PACKED), quantity: ofText('7'), measure: ofText('个') }),
      row(3, { item: ofChoice(RICE), lot: ofChoice({ id: lotOf(13), name: '大米' }), quantity: ofText('6') }),
      row(4, {}),
    ];
    const of = { rows: lines, lots, day: ofText(TODAY) };
    expect(lines.map((one) => forRow(one, of))).toEqual([
      { here: 30n, lacks: 1n },
      { here: 30n, lacks: 1n },
      { here: 5n, lacks: 1n },
      undefined,
    ]);
    expect(forRow(lines[0] ?? row(1, {}), { ...of, day: ofText('2026-11-27') })).toEqual({ here: 24n, lacks: 7n });
  });

  test('knows the packs of an item that a lot told without them', () => {
    const [known] = withPacks([row(1, { item: ofChoice(itemOfLot(lot(11, MASKS, 24))) })], new Map([[id(1), PACKED]]));
    expect(known?.cells.item?.chosen?.measures).toHaveLength(2);
  });

  test('says what lacks by the schema of the server', () => {
    const { body } = moveOf({ fields: {}, lines: [row(1, { quantity: ofText('3') })] }, ofText(''));
    expect(parse(moveStockBody, body, TODAY)).toMatchObject({
      faults: [{ pointer: '/from' }, { pointer: '/to' }, { pointer: '/effectiveOn' }, { pointer: '/lines/0/item' }],
    });
  });
});

describe('a receipt in kind', () => {
  const [donation] = kindsCalled({ donation: '捐赠', allocation: '调拨' });
  const empty = emptyReceipt(TODAY, ofChoice(donation ?? { id: '', name: '' }));
  const only = { warehouse: ofChoice(HERE), fundingLine: ofChoice(FUND) };
  const words = { oneOfTwo: '只填一个' };
  const lines = [
    {
      key: 1,
      cells: {
        item: ofChoice(PACKED),
        quantity: ofText('10'),
        measure: ofText('箱'),
        value: ofText('1,200'),
        batch: ofText('B-1'),
        expiresOn: ofText('20270630'),
      },
    },
    { key: 2, cells: { item: ofChoice(RICE), quantity: ofText('3'), value: ofText('0') } },
    { key: 3, cells: {} },
  ];

  test('is sent with its values, its batches and whom it is for; the only warehouse stands by itself', () => {
    const fields = { ...empty.fields, giver: ofText('某企业(示例)'), unit: ofChoice({ id: id(5), name: '单位' }) };
    const { body, unreadable, wrong } = receiptOf({ ...empty, fields, lines }, only, words);
    expect(body).toEqual({
      kind: 'donation',
      giver: '某企业(示例)',
      fundingLine: id(9),
      warehouse: id(7),
      effectiveOn: TODAY,
      lines: [
        {
          item: id(1),
          quantity: 10,
          measure: '箱',
          value: '1200.00',
          batch: { number: 'B-1', expiresOn: '2027-06-30' },
        },
        { item: id(2), quantity: 3, value: '0.00' },
      ],
      directedTo: { unit: id(5) },
    });
    expect([unreadable, wrong]).toEqual([[], []]);
    expect(parse(receiveInKindBody, body, TODAY)).not.toHaveProperty('faults');
    expect(worthOf(lines)).toBe('1200.00');
  });

  test('is for a unit or for a purpose, and not for both', () => {
    const purpose = { ...empty.fields, purpose: ofText('冬季保暖') };
    expect(receiptOf({ ...empty, fields: purpose }, only, words)).toMatchObject({
      body: { directedTo: { purpose: '冬季保暖' } },
      wrong: [],
    });
    const both = { ...purpose, unit: ofChoice({ id: id(5), name: '单位' }) };
    expect(receiptOf({ ...empty, fields: both }, only, words).wrong).toEqual([
      { at: '/directedTo/purpose', told: '只填一个' },
    ]);
  });
});

describe('a count', () => {
  const lots = [lot(11, MASKS, 30), lot(12, MASKS, 24), lot(13, RICE, 5)];
  const packOf = (item: string) => (item === MASKS.id ? { measure: '箱', of: 12 } : undefined);
  const empty = emptyCount(TODAY);
  const [whole, single] = [ofText('2'), ofText('3')];

  test('is sent of the lots that were counted, in packs where all of it is', () => {
    const draft = {
      fields: { ...empty.fields, reason: ofText('月末') },
      lines: [
        { lot: lotOf(11), book: 30, packs: whole, pieces: single },
        { lot: lotOf(12), book: 24, packs: whole },
      ],
    };
    const all = countableOf(lots, 1, draft, packOf);
    const { body, unreadable } = countOfDraft(draft, id(7), all);
    expect(body).toEqual({
      warehouse: id(7),
      effectiveOn: TODAY,
      lines: [
        { lot: lotOf(11), book: 30, counted: 27 },
        { lot: lotOf(12), book: 2, counted: 2, measure: '箱' },
      ],
      reason: '月末',
    });
    expect(unreadable).toEqual([]);
    expect(parse(countBody, body, TODAY)).not.toHaveProperty('faults');
    const rows = rowsOfCount(draft, all);
    expect(all.map((one) => differenceOf(one, rows))).toEqual([-3n, 0n, undefined]);
  });

  test('all as booked is what the books say, in packs and single pieces', () => {
    const all = countableOf(lots, 1, empty, packOf);
    const lines = allAsBooked(all, empty);
    expect(lines).toEqual([
      { lot: lotOf(11), book: 30, packs: ofText('2'), pieces: ofText('6') },
      { lot: lotOf(12), book: 24, packs: ofText('2') },
      { lot: lotOf(13), book: 5, pieces: ofText('5') },
    ]);
  });

  test('is compared with what the books said when it was typed, until one takes over what they say now', () => {
    const all = countableOf(lots, 1, empty, packOf);
    const typed = rowsOfCount(empty, all).map((row) => (row.key === 7 ? { ...row, cells: { counted: single } } : row));
    const lines = linesOfCount(typed, all, empty);
    expect(lines).toEqual([{ lot: lotOf(13), book: 5, pieces: single }]);
    const later = countableOf([lot(13, RICE, 4)], 1, { lines }, packOf);
    expect(later).toMatchObject([{ lot: lotOf(13), quantity: 5 }]);
    const taken = takenOver(lines, lotOf(13), 4);
    expect(countableOf([lot(13, RICE, 4)], 1, { lines: taken }, packOf)).toMatchObject([{ quantity: 4 }]);
  });

  test('has room for so many lots at once, and keeps what was typed of any', () => {
    const many = Array.from({ length: LIMITS.lines + 2 }, (_, at) => lot(100 + at, RICE, 1));
    expect(partsOf(many.length)).toBe(2);
    expect(countableOf(many, 2, empty, packOf).map(({ lot: one }) => one)).toEqual([lotOf(120), lotOf(121)]);
    const typed = { lines: [{ lot: lotOf(100), book: 1, pieces: single }] };
    expect(countableOf(many, 2, typed, packOf)).toHaveLength(3);
  });

  test('what cannot be read is told at its cell', () => {
    const draft = { fields: {}, lines: [{ lot: lotOf(13), book: 5, pieces: ofText('1.5') }] };
    const { unreadable } = countOfDraft(draft, id(7), countableOf(lots, 1, draft, packOf));
    expect(unreadable).toEqual([{ at: '/lines/0/counted', flaw: 'whole' }]);
  });
});

describe('a countersignature', () => {
  test('says nothing but a note and why it is an exception', () => {
    expect(countersignatureOf({ fields: {} }).body).toEqual({});
    const { body } = countersignatureOf({ fields: { exception: ofText('只有一人'), note: ofText('已核对') } });
    expect(body).toEqual({ exception: { reason: '只有一人' }, note: '已核对' });
    expect(parse(countersignBody, body, TODAY)).not.toHaveProperty('faults');
  });

  test('tells by how much each lot would be worth less or more', () => {
    const transfers = [
      { from: `stock/${lotOf(11)}`, to: `loss/${lotOf(11)}`, quantity: 3, value: '9.00' },
      { from: `loss/${lotOf(12)}`, to: `stock/${lotOf(12)}`, quantity: 1, value: '2.50' },
      { from: 'found', to: `stock/${lotOf(12)}`, quantity: 1, value: '0.00' },
    ];
    expect(worthChanged({ transfers })).toEqual(
      new Map([
        [lotOf(11), -900n],
        [lotOf(12), 250n],
      ]),
    );
  });
});
