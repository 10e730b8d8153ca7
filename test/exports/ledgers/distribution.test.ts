import { describe, expect, it } from 'vitest';
import { delivered, held, stock, transit } from '../../../shared/domain/account.ts';
import type { Coverage } from '../../../shared/domain/coverage.ts';
import type { Draft, Entry } from '../../../shared/domain/entry.ts';
import { mirror } from '../../../shared/domain/reversal.ts';
import {
  acceptance,
  CONSIGNMENT,
  confirmation,
  dispatch,
  GIFT,
  MASKS_OF_B,
  order,
  receipt,
  resolution,
} from '../../domain/story.ts';
import {
  at,
  ENTRIES,
  id,
  LINE_A,
  LINE_B,
  MASK,
  RICE,
  registration,
  TOWN,
  transfer,
  VILLAGE,
  WAREHOUSE,
} from '../../reports/entries.ts';
import { columnsOf, read, sealedOf, totalsOf } from './reading.ts';

/** A consignment of 40 masks to the town: 33 arrive, 5 are damaged, 2 refused, 4 of the damaged written off. */
const before = [...ENTRIES.slice(0, 9), order, acceptance, receipt];
const signed: Entry = {
  ...confirmation,
  actor: { subject: 'coordinator-1', role: 'coordinator' },
  coverage: { people: 20n, households: 8n },
};
const FIGURES = ['应发数量', '实发数量', '实收数量', '差异', '折合金额(元)', '结存数量'];

function about(
  number: number,
  effectiveOn: string,
  draft: Pick<Extract<Draft, { kind: 'resolution' | 'unit-return' }>, 'kind' | 'transfers'>,
): Entry {
  return at(number, { ...draft, effectiveOn, refs: { consignment: CONSIGNMENT }, facts: { reason: '退回' } });
}

function reversing(number: number, entry: Entry, effectiveOn: string, coverage?: Coverage): Entry {
  return at(number, {
    kind: 'reversal',
    effectiveOn,
    refs: { unit: TOWN, consignment: CONSIGNMENT, entry: entry.id },
    facts: { reason: '录入有误', kind: entry.kind },
    transfers: mirror(entry.transfers),
    ...(coverage ? { coverage } : {}),
  });
}

describe('the ledger of distribution', () => {
  it('tells a line with its confirmation, and what was refused or resolved in rows of their own', async () => {
    const ledger = await read('distribution', sealedOf([...before, dispatch, signed, resolution]));
    expect(columnsOf(ledger, ...FIGURES)).toEqual([
      [40n, 40n, 33n, -7n, 3_100n, 100n],
      [null, -2n, 0n, 2n, -20n, 102n],
      [null, 0n, 0n, 0n, 0n, 102n],
    ]);
    expect(columnsOf(ledger, '出库单号', '接收单位', '覆盖人数', '覆盖户数', '发放人', '接收人', '备注')).toEqual([
      ['FF-000013', '甲镇', 20n, 8n, 'treasurer-1', 'coordinator-1', '破损 5、拒收 2'],
      ['FF-000013', '甲镇', null, null, 'treasurer-1', null, '拒收退库'],
      ['FF-000013', '甲镇', null, null, 'treasurer-1', null, '处理待处理物资：破损；核销 4'],
    ]);
    expect(totalsOf(ledger, '实发数量', '折合金额(元)', '覆盖人数')).toEqual([null, 3_080n, 20n]);
    expect(ledger.foot).toMatchObject({ rows: 3, inWords: '人民币叁拾元捌角整' });
  });

  it('leaves empty what is not confirmed yet, and holds nothing that is', async () => {
    const open = await read('distribution', sealedOf([...before, dispatch]), { item: MASK });
    expect(columnsOf(open, '实发数量', '实收数量', '差异', '备注')).toEqual([[40n, null, null, '未签收']]);
    expect(totalsOf(open, '实发数量', '实收数量', '差异')).toEqual([40n, 0n, 0n]);
    const closed = await read('distribution', sealedOf([...before, dispatch, signed]));
    expect([open.open, closed.mostOpen, closed.open]).toEqual([1, 1, 0]);
  });

  it('takes returns from the unit off what was sent and what arrived', async () => {
    const back = about(40, '2021-01-05', {
      kind: 'unit-return',
      transfers: [transfer(delivered(1), stock(MASKS_OF_B), 1_000n, 10n), transfer(delivered(2), stock(GIFT), 10n, 1n)],
    });
    const toUnit = about(41, '2021-01-06', {
      kind: 'resolution',
      transfers: [transfer(held(2), delivered(2), 20n, 2n)],
    });
    const ledger = await read('distribution', sealedOf([...before, dispatch, signed, back, toUnit]), { item: MASK });
    expect(columnsOf(ledger, ...FIGURES).slice(2)).toEqual([
      [null, -11n, -11n, 0n, -1_010n, 113n],
      [null, 0n, 2n, 2n, 0n, 113n],
    ]);
    expect(totalsOf(ledger, '实发数量', '实收数量', '差异', '折合金额(元)')).toEqual([27n, 24n, -3n, 2_070n]);
  });

  it('reverses a dispatch in red, and shows that it never was confirmed', async () => {
    const ledger = await read('distribution', sealedOf([...before, dispatch, reversing(40, dispatch, '2021-01-05')]));
    expect(columnsOf(ledger, ...FIGURES, '备注')).toEqual([
      [40n, 40n, null, null, 3_100n, 100n, '未签收'],
      [null, -40n, 0n, 0n, -3_100n, 140n, '冲销 000013；冲销发放出库：录入有误'],
    ]);
    expect(ledger.open).toBe(0);
  });

  it('tells a second confirmation in a row of its own, behind the reversal of the first', async () => {
    const undone = reversing(40, signed, '2021-01-05', { people: -20n, households: -8n });
    const again: Entry = { ...signed, id: id(41), effectiveOn: '2021-01-06' };
    const ledger = await read('distribution', sealedOf([...before, dispatch, signed, undone, again]), { item: MASK });
    expect(columnsOf(ledger, ...FIGURES, '覆盖人数', '接收人', '备注')).toEqual([
      [40n, 40n, 33n, -7n, 3_100n, 100n, 20n, 'coordinator-1', '破损 5、拒收 2'],
      [null, -2n, 0n, 2n, -20n, 102n, null, null, '拒收退库'],
      [null, 2n, -33n, 5n, 20n, 100n, -20n, null, '冲销 000014；冲销签收：录入有误'],
      [null, -2n, 33n, -5n, -20n, 102n, 20n, 'coordinator-1', '签收；破损 5、拒收 2'],
    ]);
    expect(totalsOf(ledger, '实发数量', '实收数量', '差异', '折合金额(元)', '覆盖人数')).toEqual([
      38n,
      33n,
      -5n,
      3_080n,
      20n,
    ]);
  });

  it('divides a consignment between the period that sent it and the one that confirmed it', async () => {
    const late: Entry = { ...signed, effectiveOn: '2021-01-05' };
    const sealed = sealedOf([...before, dispatch, late]);
    const first = await read('distribution', sealed, { item: MASK, to: '2020-12-31' });
    const second = await read('distribution', sealed, { item: MASK, from: '2021-01-01' });
    expect(columnsOf(first, ...FIGURES, '备注')).toEqual([[40n, 40n, null, null, 3_100n, 100n, '未签收']]);
    expect(columnsOf(second, '出库单号', ...FIGURES, '覆盖人数')).toEqual([
      ['FF-000013', null, -2n, 33n, -5n, -20n, 102n, 20n],
    ]);
  });

  it('owes what the plan says, on the first line of an item', async () => {
    const plan = at(
      10,
      registration('plan', {
        number: '2020-1',
        decidedOn: '2020-12-01',
        title: '第一批',
        lines: [{ unit: TOWN, item: MASK, quantity: 90n }],
      }),
    );
    const facts = {
      lines: [
        { item: MASK, quantity: 30n },
        { item: MASK, quantity: 10n },
      ],
      parts: [1, 2],
    };
    const planned = { ...dispatch, refs: { ...dispatch.refs, plan: plan.id }, facts } as Entry;
    const ledger = await read('distribution', sealedOf([...before.slice(0, 9), plan, ...before.slice(9), planned]));
    expect(columnsOf(ledger, '分配方案号', '应发数量', '实发数量', '结存数量')).toEqual([
      ['2020-1', 90n, 30n, 110n],
      ['2020-1', null, 10n, 100n],
    ]);
  });

  it('shows one unit, funding line or item alone, beside the stock of all units', async () => {
    const sealed = sealedOf(ENTRIES);
    const village = await read('distribution', sealed, { unit: VILLAGE });
    expect(columnsOf(village, '物资名称', '实发数量', '结存数量')).toEqual([['大米', 4n, 6n]]);
    const ofA = await read('distribution', sealed, { fundingLine: LINE_A, item: MASK, unit: TOWN });
    expect(columnsOf(ofA, ...FIGURES)).toEqual([
      [30n, 30n, 25n, -5n, 9_000n, 50n],
      [null, -1n, 0n, 1n, -300n, 51n],
    ]);
    const ofB = await read('distribution', sealed, { fundingLine: LINE_B });
    expect(columnsOf(ofB, ...FIGURES)).toEqual([[20n, 20n, 20n, 0n, 1_600n, 30n]]);
    const none = await read('distribution', sealed, { unit: VILLAGE, from: '2020-12-11' });
    expect([none.rows, none.foot.rows]).toEqual([[], 0]);
    expect(ofA.sheet.head).toContainEqual({ label: '接收单位', text: 'U1 甲镇' });
  });

  it('counts stock on by date of effect, whatever the order of recording', async () => {
    const early: Entry = at(40, {
      kind: 'dispatch',
      effectiveOn: '2020-12-08',
      refs: { unit: VILLAGE, warehouse: WAREHOUSE },
      facts: { lines: [{ item: RICE, quantity: 1n }], parts: [1] },
      transfers: [transfer(stock(`${id(13)}.2`), transit(1), 1_000n, 1n)],
    });
    const ledger = await read('distribution', sealedOf([...ENTRIES, early]), { item: RICE });
    expect(columnsOf(ledger, '发放日期', '实发数量', '结存数量')).toEqual([
      ['2020-12-08', 1n, 9n],
      ['2020-12-10', 4n, 5n],
    ]);
  });
});
