import { describe, expect, it } from 'vitest';
import { giver, stock, transit } from '../../../shared/domain/account.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import { lotId } from '../../../shared/domain/id.ts';
import { mirror } from '../../../shared/domain/reversal.ts';
import {
  at,
  ENTRIES,
  id,
  LINE_A,
  LINE_B,
  MASK,
  RICE,
  registration,
  transfer,
  WAREHOUSE,
} from '../../reports/entries.ts';
import { MOVE, MOVED_STORY } from '../../reports/moved.ts';
import { columnsOf, read, sealedOf, totalsOf } from './reading.ts';

const gift: Entry = at(50, {
  kind: 'receipt',
  effectiveOn: '2021-02-01',
  refs: { fundingLines: [LINE_B], warehouse: WAREHOUSE },
  facts: { kind: 'donation', giver: '爱心企业', directedTo: '示例医院', lots: [{ item: MASK }, { item: RICE }] },
  transfers: [transfer(giver, stock(lotId(id(50), 1)), 900n, 90n), transfer(giver, stock(lotId(id(50), 2)), 700n, 7n)],
});
const units = [61, 62, 63, 64].map((number) =>
  at(number, registration('unit', { code: `U${number}`, name: `第${number}组` })),
);

function sent(number: number, unit: number, day: string): Entry {
  return at(number, {
    kind: 'dispatch',
    effectiveOn: day,
    refs: { unit: id(unit), warehouse: WAREHOUSE },
    facts: { lines: [{ item: MASK, quantity: 5n }], parts: [1] },
    transfers: [transfer(stock(`${id(15)}.1`), transit(1), 400n, 5n)],
  });
}

function reversing(number: number, entry: Entry): Entry {
  const own = entry.kind === 'dispatch' ? { consignment: entry.id } : {};
  return at(number, {
    kind: 'reversal',
    effectiveOn: '2021-02-20',
    refs: { ...entry.refs, ...own, entry: entry.id },
    facts: { reason: '录入有误', kind: entry.kind },
    transfers: mirror(entry.transfers),
  });
}

describe('the publication of donations', () => {
  it('tells of every lot given how much went to whom, what is left and what counts found', async () => {
    const ledger = await read('donations', sealedOf(ENTRIES));
    expect(columnsOf(ledger, '序号', '接收日期', '捐赠人', '款/物', '物资名称', '单位', '数量', '折价(元)')).toEqual([
      [1n, '2020-12-07', '爱心企业', '物', '口罩', '个', 50n, 4_000n],
    ]);
    expect(columnsOf(ledger, '定向/非定向', '受赠单位', '发放日期', '已发', '结存', '备注')).toEqual([
      ['非定向', '甲镇', '2020-12-08', 20n, 32n, '盘盈 2'],
    ]);
  });

  it('names whom the donor meant, and publishes a reversal in red with its reason', async () => {
    const ledger = await read('donations', sealedOf([...ENTRIES, gift, reversing(51, gift)]), { item: RICE });
    expect(
      columnsOf(ledger, '接收日期', '数量', '折价(元)', '定向/非定向', '受赠单位', '已发', '结存', '备注'),
    ).toEqual([
      ['2021-02-01', 7n, 700n, '定向', '示例医院', 0n, 0n, null],
      ['2021-02-20', -7n, -700n, '定向', '示例医院', null, null, '冲销 000029；录入有误'],
    ]);
    expect(totalsOf(ledger, '数量', '折价(元)', '已发', '结存')).toEqual([0n, 0n, 0n, 0n]);
  });

  it('names three units and counts the rest, leaving out those whose dispatch was reversed', async () => {
    const dispatches = [sent(71, 61, '2021-02-02'), sent(72, 62, '2021-02-03'), sent(73, 63, '2021-02-04')];
    const undone = sent(74, 64, '2021-02-05');
    const entries = [...ENTRIES, ...units, ...dispatches, undone];
    const before = await read('donations', sealedOf(entries));
    expect(columnsOf(before, '受赠单位', '发放日期', '已发')).toEqual([
      ['甲镇、第61组、第62组等5家', '2021-02-05', 40n],
    ]);
    const after = await read('donations', sealedOf([...entries, reversing(75, undone)]));
    expect(columnsOf(after, '受赠单位', '发放日期', '已发')).toEqual([
      ['甲镇、第61组、第62组等4家', '2021-02-04', 35n],
    ]);
  });

  it('is of a period, a funding line and an item, as all stood at its end', async () => {
    const sealed = sealedOf([...ENTRIES, gift]);
    const early = await read('donations', sealed, { to: '2020-12-07' });
    expect(columnsOf(early, '受赠单位', '已发', '结存')).toEqual([[null, 0n, 50n]]);
    expect((await read('donations', sealed, { from: '2021-01-01', item: MASK })).foot.rows).toBe(1);
    const none = await read('donations', sealed, { fundingLine: LINE_A });
    expect([none.rows, none.foot.rows]).toEqual([[], 0]);
  });

  it('tells of what was given also what went out of the warehouse to which it was moved', async () => {
    const ledger = await read('donations', sealedOf(MOVED_STORY));
    expect(
      columnsOf(ledger, '接收日期', '捐赠人', '数量', '折价(元)', '受赠单位', '发放日期', '已发', '结存', '备注'),
    ).toEqual([['2020-12-07', '爱心企业', 50n, 4_000n, '甲镇、乙村', '2021-01-11', 24n, 28n, '盘盈 2']]);
  });

  it('says nothing of a move that sent nothing, nor of its reversal', async () => {
    const before = await read('donations', sealedOf(ENTRIES));
    const moved = MOVED_STORY.slice(0, 30);
    expect((await read('donations', sealedOf(moved))).rows).toEqual(before.rows);
    expect((await read('donations', sealedOf([...moved, reversing(70, MOVE)]))).rows).toEqual(before.rows);
  });

  it('says nothing of allocations, which nobody donated', async () => {
    const allocation = {
      ...gift,
      facts: { kind: 'allocation', giver: '市总工会', lots: [{ item: MASK }, { item: RICE }] },
    } as Entry;
    expect((await read('donations', sealedOf([...ENTRIES.slice(0, 9), allocation]))).rows).toEqual([]);
  });
});
