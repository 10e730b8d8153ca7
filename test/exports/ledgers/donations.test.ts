import { beforeEach, describe, expect, it } from 'vitest';
import { appropriate } from '../../../shared/commands/appropriate.ts';
import { count } from '../../../shared/commands/count.ts';
import { countersign } from '../../../shared/commands/countersign.ts';
import { dispatch } from '../../../shared/commands/dispatch.ts';
import { moveStock } from '../../../shared/commands/move-stock.ts';
import { receiveInKind } from '../../../shared/commands/receive-in-kind.ts';
import { registerUnit } from '../../../shared/commands/registry.ts';
import { reverse } from '../../../shared/commands/reverse.ts';
import type { Dispatch, ReceiveInKind } from '../../../shared/domain/command.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import {
  KEEPER,
  OTHER_KEEPER,
  OTHER_TREASURER,
  type TestOffice,
  TODAY,
  TREASURER,
  YESTERDAY,
  yuan,
} from '../../commands/office.ts';
import { appropriation, buy, dispatchOf, openOffice, REASON, reversal } from '../../commands/world.ts';
import { columnsOf, type Read, read, sealedBy, totalsOf } from './reading.ts';

const PAPER = { sha256: 'e'.repeat(64), name: '函.pdf', bytes: 1, mediaType: 'application/pdf' };

let office: TestOffice;

beforeEach(async () => {
  office = await openOffice();
});

/** Fifty masks for 40.00, unless it is said otherwise. */
function give(as: string, more: Partial<ReceiveInKind> = {}) {
  const body: ReceiveInKind = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line-2'),
    warehouse: office.id('warehouse'),
    effectiveOn: YESTERDAY,
    lines: [{ item: office.id('masks'), quantity: 50n, value: yuan('40.00') }],
    ...more,
  };
  return office.post(KEEPER, receiveInKind, body, { as });
}

function sendTo(unit: string, quantity: bigint, as: string, more: Partial<Dispatch> = {}) {
  const body = { ...dispatchOf(office, ['masks', quantity]), unit: office.id(unit), ...more };
  return office.post(KEEPER, dispatch, body, { as });
}

async function published(selection: Selection = {}): Promise<Read> {
  return read('donations', await sealedBy(office), selection);
}

describe('the publication of donations', () => {
  it('tells of every lot given how much went to whom, what is left and what counts found', async () => {
    await give('gift');
    await sendTo('town', 20n, 'sent');
    const lines = [{ lot: office.lot('gift'), book: 30n, counted: 32n }];
    const counting = { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
    await office.post(KEEPER, count, counting, { as: 'count' });
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
    const ledger = await published();
    expect(
      columnsOf(ledger, '序号', '接收日期', '捐赠人', '款/物', '专项名称', '物资名称', '单位', '数量', '折价(元)'),
    ).toEqual([[1n, YESTERDAY, '爱心企业', '物', '送温暖', '口罩', '只', 50n, 4_000n]]);
    expect(columnsOf(ledger, '定向/非定向', '受赠单位', '实际受赠单位', '发放日期', '已发', '结存', '备注')).toEqual([
      ['非定向', null, '石园街道 20', TODAY, 20n, 32n, '盘盈 2'],
    ]);
  });

  it('names whom the donor meant beside those who really got it, and how much each', async () => {
    await give('gift', { directedTo: { unit: office.id('town') } });
    await sendTo('town', 20n, 'meant');
    const consent = { document: '爱心企业函', evidence: [PAPER] };
    await sendTo('other-town', 12n, 'elsewhere', { consent });
    expect(columnsOf(await published(), '定向/非定向', '受赠单位', '实际受赠单位', '已发', '结存', '备注')).toEqual([
      ['定向', '石园街道', '石园街道 20、光明街道 12', 32n, 18n, '改发光明街道 12（捐赠人同意：爱心企业函）'],
    ]);
    await office.post(TREASURER, reverse, reversal(), { on: 'elsewhere' });
    expect(columnsOf(await published(), '实际受赠单位', '已发', '结存', '备注')).toEqual([
      ['石园街道 20', 20n, 30n, null],
    ]);
  });

  it('publishes a reversal in red with its reason', async () => {
    const lines = [
      { item: office.id('masks'), quantity: 9n, value: yuan('9.00') },
      { item: office.id('suits'), quantity: 7n, value: yuan('7.00') },
    ];
    await give('gift', { lines, directedTo: { purpose: '一线职工' } });
    await office.post(TREASURER, reverse, reversal(), { on: 'gift' });
    const ledger = await published({ item: office.id('suits') });
    expect(
      columnsOf(ledger, '接收日期', '数量', '折价(元)', '定向/非定向', '受赠单位', '已发', '结存', '备注'),
    ).toEqual([
      [YESTERDAY, 7n, 700n, '定向', '用途：一线职工', 0n, 0n, null],
      [TODAY, -7n, -700n, '定向', '用途：一线职工', null, null, '冲销 000014；录入有误'],
    ]);
    expect(totalsOf(ledger, '数量', '折价(元)', '已发', '结存')).toEqual([0n, 0n, 0n, 0n]);
  });

  it('names twenty units and tells the rest together, leaving out those whose dispatch was reversed', async () => {
    await give('gift');
    for (let unit = 1; unit <= 22; unit += 1) {
      await office.post(TREASURER, registerUnit, { code: `U${unit}`, name: `第${unit}组` }, { as: `unit-${unit}` });
      await sendTo(`unit-${unit}`, 2n, `sent-${unit}`);
    }
    const first = Array.from({ length: 20 }, (_, at) => `第${at + 1}组 2`).join('、');
    expect(columnsOf(await published(), '实际受赠单位', '已发')).toEqual([[`${first}；其余2家共 4`, 44n]]);
    await office.post(TREASURER, reverse, reversal(), { on: 'sent-22' });
    await office.post(TREASURER, reverse, reversal(), { on: 'sent-21' });
    expect(columnsOf(await published(), '实际受赠单位', '已发')).toEqual([[first, 40n]]);
  });

  it('is of a period, a funding line and an item, as all stood at its end', async () => {
    await give('gift');
    await sendTo('town', 20n, 'sent');
    expect(columnsOf(await published({ to: YESTERDAY }), '实际受赠单位', '已发', '结存')).toEqual([[null, 0n, 50n]]);
    expect((await published({ from: TODAY })).rows).toEqual([]);
    expect((await published({ item: office.id('masks') })).foot.rows).toBe(1);
    const none = await published({ fundingLine: office.id('line') });
    expect([none.rows, none.foot.rows]).toEqual([[], 0]);
  });

  it('tells of what was given also what went out of the warehouse to which it was moved', async () => {
    await give('gift');
    const before = await published();
    const [near, far] = [office.id('warehouse'), office.id('warehouse-2')];
    const lines = [{ item: office.id('masks'), quantity: 12n }];
    await office.post(KEEPER, moveStock, { from: near, to: far, effectiveOn: TODAY, lines }, { as: 'move' });
    expect((await published()).rows).toEqual(before.rows);
    await sendTo('village', 4n, 'sent', { warehouse: far });
    await sendTo('town', 20n, 'near');
    expect(columnsOf(await published(), '捐赠人', '数量', '实际受赠单位', '已发', '结存')).toEqual([
      ['爱心企业', 50n, '石园社区 4、石园街道 20', 24n, 26n],
    ]);
  });

  it('tells of money that was given what its line as a whole was spent on, and goods of no money', async () => {
    const giving = { ...appropriation('300.00'), source: '社会捐款', giver: '爱心人士' };
    await office.post(TREASURER, appropriate, giving, { on: 'line-2', as: 'given-money' });
    await buy(office, 'order', [['masks', 10n, '120.00', 'line-2']]);
    await buy(office, 'other', [['masks', 10n, '80.00', 'line']]);
    await give('gift', { fundingLine: office.id('line') });
    const ledger = await published();
    expect(columnsOf(ledger, '捐赠人', '款/物', '专项名称', '物资名称', '数量', '折价(元)', '款项使用')).toEqual([
      ['爱心企业', '物', '防疫专项', '口罩', 50n, 4_000n, null],
      [
        '爱心人士',
        '款',
        '送温暖',
        null,
        null,
        30_000n,
        '共拨入 5300.00 元：物资 120.00（口罩 120.00）、未使用 5180.00',
      ],
    ]);
    expect(totalsOf(ledger, '折价(元)')).toEqual([34_000n]);
    expect((await published({ item: office.id('masks') })).foot.rows).toBe(1);
    await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'given-money' });
    expect(columnsOf(await published(), '款/物', '折价(元)', '款项使用', '备注').slice(1)).toEqual([
      ['款', 30_000n, '共拨入 5000.00 元：物资 120.00（口罩 120.00）、未使用 4880.00', null],
      ['款', -30_000n, '共拨入 5000.00 元：物资 120.00（口罩 120.00）、未使用 4880.00', '冲销 000014；录入有误'],
    ]);
  });

  it('says nothing of allocations, which nobody donated', async () => {
    await give('allocation', { kind: 'allocation', giver: '市总工会' });
    expect((await published()).rows).toEqual([]);
  });
});
