import { describe, expect, it } from 'vitest';
import { confirm } from '../../../shared/commands/confirm.ts';
import { correct } from '../../../shared/commands/correct.ts';
import { dispatch } from '../../../shared/commands/dispatch.ts';
import { registerPlan } from '../../../shared/commands/registry.ts';
import { resolve } from '../../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../../shared/commands/return-from-unit.ts';
import { reverse } from '../../../shared/commands/reverse.ts';
import type { Dispatch, ResolveLine } from '../../../shared/domain/command.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import { KEEPER, OTHER_TREASURER, type TestOffice, TREASURER } from '../../commands/office.ts';
import { APPROVAL } from '../../commands/world.ts';
import { on, SIGNING, winter } from '../../reports/winter.ts';
import { columnsOf, read, sealedBy, totalsOf } from './reading.ts';
import { boughtAndGiven, DAY } from './shared-purchase.ts';

const FIGURES = ['应发数量', '实发数量', '实收数量', '差异', '折合金额(元)', '结存数量'];

const ledgerOf = async (office: TestOffice, selection: Selection = {}) =>
  read('distribution', await sealedBy(office), selection);

/** Masks of the second line for the town. */
function send(office: TestOffice, quantities: readonly bigint[], more: Partial<Dispatch> = {}) {
  const fundingLine = office.id('line-2');
  const lines = quantities.map((quantity) => ({ item: office.id('masks'), quantity, fundingLine }));
  const body = { unit: office.id('town'), warehouse: office.id('warehouse'), lines, ...more };
  return on(office, DAY, KEEPER, dispatch, body, { as: 'sent' });
}

/** 40 masks on their way to the town, 30 that were bought and 10 that were given, of 140: number 15. */
async function sent(): Promise<TestOffice> {
  const office = await boughtAndGiven();
  await send(office, [40n]);
  return office;
}

/** 33 arrive, 5 are damaged, 2 refused. */
function sign(office: TestOffice, day = DAY) {
  const lines = [{ line: 1, good: 33n, damaged: 5n, refused: 2n, reason: '受潮' }];
  const body = { lines, signatory: '签收人甲', people: 20n, households: 8n };
  return on(office, day, SIGNING, confirm, body, { on: 'sent', as: `signed-${day}` });
}

async function signed(): Promise<TestOffice> {
  const office = await sent();
  await sign(office);
  return office;
}

function decide(office: TestOffice, day: string, line: Omit<ResolveLine, 'line'>) {
  const body = { lines: [{ line: 1, ...line }], reason: '破损', approval: APPROVAL };
  return on(office, day, OTHER_TREASURER, resolve, body, { on: 'sent' });
}

const undo = (office: TestOffice, name: string) =>
  on(office, '2021-01-05', OTHER_TREASURER, reverse, { reason: '录入有误' }, { on: name });

describe('the ledger of distribution', () => {
  it('tells a line with its confirmation, and what was refused or resolved in rows of their own', async () => {
    const office = await signed();
    await decide(office, DAY, { toLoss: 4n });
    const ledger = await ledgerOf(office);
    expect(columnsOf(ledger, ...FIGURES)).toEqual([
      [40n, 40n, 33n, -7n, 3_100n, 100n],
      [null, -2n, 0n, 2n, -20n, 102n],
      [null, 0n, 0n, 0n, 0n, 102n],
    ]);
    expect(columnsOf(ledger, '出库单号', '接收单位', '覆盖人数', '覆盖户数', '发放人', '接收人', '备注')).toEqual([
      ['FF-000015', '甲镇', 20n, 8n, 'keeper-1', 'coordinator-1', '破损 5、拒收 2：受潮'],
      ['FF-000015', '甲镇', null, null, 'keeper-1', null, '拒收退库'],
      ['FF-000015', '甲镇', null, null, 'keeper-1', null, '处理待处理物资：破损；核销 4'],
    ]);
    expect(totalsOf(ledger, '实发数量', '折合金额(元)', '覆盖人数')).toEqual([null, 3_080n, 20n]);
    expect(ledger.foot).toMatchObject({ rows: 3, inWords: '人民币叁拾元捌角整' });
  });

  it('leaves empty what is not confirmed yet, and holds nothing that is', async () => {
    const office = await sent();
    const open = await ledgerOf(office, { item: office.id('masks') });
    expect(columnsOf(open, '实发数量', '实收数量', '差异', '备注')).toEqual([[40n, null, null, '未签收']]);
    expect(totalsOf(open, '实发数量', '实收数量', '差异')).toEqual([40n, 0n, 0n]);
    await sign(office);
    const closed = await ledgerOf(office);
    expect([open.open, closed.mostOpen, closed.open]).toEqual([1, 1, 0]);
  });

  it('takes returns from the unit off what was sent and what arrived', async () => {
    const office = await signed();
    const back = { lines: [{ line: 1, quantity: 11n }], reason: '退回' };
    await on(office, '2021-01-05', KEEPER, returnFromUnit, back, { on: 'sent' });
    await decide(office, '2021-01-06', { toUnit: 2n });
    const ledger = await ledgerOf(office, { item: office.id('masks') });
    // The masks that were bought come back first, at 1.00.
    expect(columnsOf(ledger, ...FIGURES).slice(2)).toEqual([
      [null, -11n, -11n, 0n, -1_100n, 113n],
      [null, 0n, 2n, 2n, 0n, 113n],
    ]);
    expect(totalsOf(ledger, '实发数量', '实收数量', '差异', '折合金额(元)')).toEqual([27n, 24n, -3n, 1_980n]);
  });

  it('reverses a dispatch in red, and shows that it never was confirmed', async () => {
    const office = await sent();
    await undo(office, 'sent');
    const ledger = await ledgerOf(office);
    expect(columnsOf(ledger, ...FIGURES, '备注')).toEqual([
      [40n, 40n, null, null, 3_100n, 100n, '未签收'],
      [null, -40n, 0n, 0n, -3_100n, 140n, '冲销 000015；冲销发放出库：录入有误'],
    ]);
    expect(ledger.open).toBe(0);
  });

  it('tells a second confirmation in a row of its own, behind the reversal of the first', async () => {
    const office = await signed();
    await undo(office, `signed-${DAY}`);
    await sign(office, '2021-01-06');
    const ledger = await ledgerOf(office, { item: office.id('masks') });
    expect(columnsOf(ledger, ...FIGURES, '覆盖人数', '接收人', '备注')).toEqual([
      [40n, 40n, 33n, -7n, 3_100n, 100n, 20n, 'coordinator-1', '破损 5、拒收 2：受潮'],
      [null, -2n, 0n, 2n, -20n, 102n, null, null, '拒收退库'],
      [null, 2n, -33n, 5n, 20n, 100n, -20n, null, '冲销 000016；冲销签收：录入有误'],
      [null, -2n, 33n, -5n, -20n, 102n, 20n, 'coordinator-1', '签收；破损 5、拒收 2：受潮'],
    ]);
    const totals = ['实发数量', '实收数量', '差异', '折合金额(元)', '覆盖人数'];
    expect(totalsOf(ledger, ...totals)).toEqual([38n, 33n, -5n, 3_080n, 20n]);
  });

  it('divides a consignment between the period that sent it and the one that confirmed it', async () => {
    const office = await sent();
    await sign(office, '2021-01-05');
    const first = await ledgerOf(office, { item: office.id('masks'), to: '2020-12-31' });
    const second = await ledgerOf(office, { item: office.id('masks'), from: '2021-01-01' });
    expect(columnsOf(first, ...FIGURES, '备注')).toEqual([[40n, 40n, null, null, 3_100n, 100n, '未签收']]);
    expect(columnsOf(second, '出库单号', ...FIGURES, '覆盖人数')).toEqual([
      ['FF-000015', null, -2n, 33n, -5n, -20n, 102n, 20n],
    ]);
  });

  it('owes what the plan says, on the first line of an item', async () => {
    const office = await boughtAndGiven();
    const lines = [{ unit: office.id('town'), item: office.id('masks'), quantity: 90n }];
    const plan = { number: '2020-1', decidedOn: '2020-12-01', title: '第一批', lines };
    await office.post(TREASURER, registerPlan, plan, { as: 'plan' });
    await send(office, [30n, 10n], { plan: office.id('plan') });
    expect(columnsOf(await ledgerOf(office), '分配方案号', '应发数量', '实发数量', '结存数量')).toEqual([
      ['2020-1', 90n, 30n, 110n],
      ['2020-1', null, 10n, 100n],
    ]);
  });

  it('shows one unit, funding line or item alone, beside the stock of all units', async () => {
    const office = await winter();
    const [town, village] = [office.id('town'), office.id('village')];
    const ofVillage = await ledgerOf(office, { unit: village });
    expect(columnsOf(ofVillage, '物资名称', '实发数量', '结存数量')).toEqual([['大米', 4n, 6n]]);
    const ofA = await ledgerOf(office, { fundingLine: office.id('line'), item: office.id('masks'), unit: town });
    expect(columnsOf(ofA, ...FIGURES)).toEqual([
      [30n, 30n, 25n, -5n, 9_000n, 50n],
      [null, -1n, 0n, 1n, -300n, 51n],
    ]);
    const ofB = await ledgerOf(office, { fundingLine: office.id('line-2') });
    expect(columnsOf(ofB, ...FIGURES)).toEqual([[20n, 20n, 20n, 0n, 1_600n, 30n]]);
    const none = await ledgerOf(office, { unit: village, from: '2020-12-11' });
    expect([none.rows, none.foot.rows]).toEqual([[], 0]);
    expect(ofA.sheet.head).toContainEqual({ label: '接收单位', text: 'U1 甲镇' });
  });

  it('counts stock on by date of effect, whatever the order of recording', async () => {
    const office = await winter();
    const lines = [{ item: office.id('rice'), quantity: 1n }];
    const body = { unit: office.id('village'), warehouse: office.id('warehouse'), lines };
    await on(office, '2020-12-08', KEEPER, dispatch, body);
    expect(columnsOf(await ledgerOf(office, { item: office.id('rice') }), '发放日期', '实发数量', '结存数量')).toEqual([
      ['2020-12-08', 1n, 9n],
      ['2020-12-10', 4n, 5n],
    ]);
  });

  it('adds head-counts put right to those of the units asked for, below one too', async () => {
    const office = await winter();
    const arrived = { lines: [{ line: 1, good: 4n }], signatory: '签收人乙', people: 6n };
    await on(office, '2021-01-09', SIGNING, confirm, arrived, { on: 'under-way', as: 'arrived' });
    const changes = [{ field: 'people', was: 6n, is: 8n }] as const;
    await office.post(SIGNING, correct, { changes, reason: '漏登两人' }, { on: 'arrived' });
    const people = async (selection: Selection) => totalsOf(await ledgerOf(office, selection), '覆盖人数');
    const unit = office.id('town');
    expect(await people({ unit })).toEqual([10n]);
    expect(await people({ unit: office.id('village') })).toEqual([8n]);
    expect(await people({ unit, below: true })).toEqual([18n]);
  });
});
