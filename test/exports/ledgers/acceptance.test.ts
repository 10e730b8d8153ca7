import { describe, expect, it } from 'vitest';
import { accept } from '../../../shared/commands/accept.ts';
import { bookInvoice } from '../../../shared/commands/book-invoice.ts';
import { amendItem, amendSupplier } from '../../../shared/commands/registry.ts';
import { returnToSupplier } from '../../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../../shared/commands/reverse.ts';
import type { Terms } from '../../../shared/domain/facts.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import { BUYER, KEEPER, OTHER_TREASURER, type TestOffice, TREASURER, yuan } from '../../commands/office.ts';
import { moved, movedOn } from '../../reports/moved.ts';
import { on, winter } from '../../reports/winter.ts';
import { columnsOf, read, sealedBy, totalsOf } from './reading.ts';
import { bought, boughtAndGiven, DAY, ordered } from './shared-purchase.ts';

const COLUMNS = ['入库单号', '物资名称', '应收数量', '实收数量', '单价(元)', '金额(元)', '备注'];

const ledgerOf = async (office: TestOffice, selection: Selection = {}) =>
  read('acceptance', await sealedBy(office), selection);

/** What was bought and given, of which four rice went back: number 15. */
async function returned(): Promise<TestOffice> {
  const office = await boughtAndGiven();
  const lines = [{ lot: office.lot('bought', 3), quantity: 4n }];
  await on(office, DAY, KEEPER, returnToSupplier, { lines, reason: '质量问题' }, { on: 'order', as: 'returned' });
  return office;
}

const undo = (office: TestOffice, name: string) =>
  on(office, '2021-01-10', OTHER_TREASURER, reverse, { reason: '录入有误' }, { on: name });

describe('the ledger of acceptances', () => {
  it('has a row for every lot, what was told of a line on its first lot, and returns in red', async () => {
    const ledger = await ledgerOf(await returned());
    expect(columnsOf(ledger, ...COLUMNS)).toEqual([
      ['RK-000013', '口罩', 100n, 60n, '1.00', 6_000n, '破损 10：受潮'],
      ['RK-000013', '口罩', null, 30n, '1.00', 3_000n, null],
      ['RK-000013', '大米', 10n, 10n, '1.00', 1_000n, null],
      ['RK-000014', '口罩', 50n, 50n, '0.10', 500n, null],
      ['RK-000015', '大米', null, -4n, '1.00', -400n, '原入库单 RK-000013；退回供应商：质量问题'],
    ]);
    expect(totalsOf(ledger, '应收数量', '实收数量', '金额(元)')).toEqual([null, null, 10_100n]);
    expect(ledger.foot).toMatchObject({ rows: 5, inWords: '人民币壹佰零壹元整' });
  });

  it('says how it was bought and from whom, or who gave it', async () => {
    const ledger = await ledgerOf(await winter());
    expect(
      columnsOf(ledger, '采购方式/依据文号', '供应商', '批号', '保质期至', '单位', '采购人', '验收人').slice(0, 3),
    ).toEqual([
      ['应急采购：财办库〔2020〕23号', '示例供应商', 'P-7', null, '个', 'buyer-1', 'keeper-1'],
      ['应急采购：财办库〔2020〕23号', '示例供应商', null, '2021-06-30', '袋', 'buyer-1', 'keeper-1'],
      ['捐赠', '爱心企业', null, null, '个', null, 'keeper-1'],
    ]);
  });

  const emergency = { basis: '财办库〔2020〕23号', from: '2020-01-26' };
  it.each<[string, Terms]>([
    ['采购', {}],
    ['应急采购：财办库〔2020〕23号', { emergency }],
    ['应急采购：财办库〔2020〕23号', { emergency, procurement: { method: 'emergency' } }],
    ['应急采购：财办库〔2020〕23号　合同 HT-2', { emergency, procurement: { method: 'emergency', contract: 'HT-2' } }],
    ['公开招标　合同 HT-2020-1', { procurement: { method: 'open-tender', contract: 'HT-2020-1' } }],
    ['单一来源　应急采购：财办库〔2020〕23号', { emergency, procurement: { method: 'single-source' } }],
    ['询价', { procurement: { method: 'inquiry', quotes: [{ supplier: '供应商乙', amount: 1n }] } }],
  ])('says %s', async (told, terms) => {
    const ledger = await ledgerOf(await bought(terms));
    expect(columnsOf(ledger, '采购方式/依据文号')).toEqual([[told], [told], [told]]);
  });

  it('reverses an acceptance by every row of it with a minus', async () => {
    const office = await bought();
    await undo(office, 'bought');
    const ledger = await ledgerOf(office);
    expect(columnsOf(ledger, ...COLUMNS).slice(3)).toEqual([
      ['RK-000014', '口罩', -100n, -60n, '1.00', -6_000n, '冲销 000013；破损 10：受潮；冲销验收入库：录入有误'],
      ['RK-000014', '口罩', null, -30n, '1.00', -3_000n, '冲销 000013；冲销验收入库：录入有误'],
      ['RK-000014', '大米', -10n, -10n, '1.00', -1_000n, '冲销 000013；冲销验收入库：录入有误'],
    ]);
    expect(totalsOf(ledger, '金额(元)')).toEqual([0n]);
  });

  it('reverses a return by what comes in again', async () => {
    const office = await returned();
    await undo(office, 'returned');
    const ledger = await ledgerOf(office, { item: office.id('rice') });
    expect(columnsOf(ledger, ...COLUMNS).at(-1)).toEqual([
      'RK-000016',
      '大米',
      null,
      4n,
      '1.00',
      400n,
      '冲销 000015；冲销退回供应商：录入有误',
    ]);
    expect(totalsOf(ledger, '应收数量', '实收数量', '金额(元)')).toEqual([10n, 10n, 1_000n]);
  });

  it('has a row for a line of which nothing was good, and takes it back with its reversal', async () => {
    const office = await ordered();
    const warehouse = office.id('warehouse');
    const reason = '未到货';
    const late = [
      { line: 1, good: 6n, short: 4n, amount: yuan('6.01'), fundingLine: office.id('line-2'), reason },
      { line: 2, good: 0n, short: 3n, reason },
    ];
    await on(office, '2020-12-29', KEEPER, accept, { warehouse, lines: late }, { on: 'order' });
    const none = [{ line: 2, good: 0n, short: 2n, reason }];
    await on(office, '2020-12-29', KEEPER, accept, { warehouse, lines: none }, { on: 'order', as: 'none' });
    await undo(office, 'none');
    expect(columnsOf(await ledgerOf(office), ...COLUMNS)).toEqual([
      ['RK-000013', '口罩', 10n, 6n, '约1.00', 601n, '短少 4：未到货'],
      ['RK-000013', '大米', 3n, 0n, null, 0n, '短少 3：未到货'],
      ['RK-000014', '大米', 2n, 0n, null, 0n, '短少 2：未到货'],
      ['RK-000015', '大米', -2n, 0n, null, 0n, '冲销 000014；短少 2：未到货；冲销验收入库：录入有误'],
    ]);
  });

  it('shows every invoice that stands booked on the purchase at the end, however late it came', async () => {
    const office = await returned();
    office.now += 2 * 86_400_000;
    const invoice = { number: '20110001', date: '2020-12-30', amount: 1n };
    await office.post(BUYER, bookInvoice, invoice, { on: 'order' });
    const ledger = await ledgerOf(office, { to: DAY });
    expect(columnsOf(ledger, '发票号码').flat()).toEqual(['20110001', '20110001', '20110001', null, '20110001']);
  });

  it('says nothing of moves, and of a return of moved goods what it says of any', async () => {
    const before = await ledgerOf(await winter());
    const ledger = await ledgerOf(await movedOn());
    expect(columnsOf(ledger, ...COLUMNS)).toEqual([
      ...columnsOf(before, ...COLUMNS),
      ['RK-000033', '口罩', null, -4n, '3.00', -1_200n, '原入库单 RK-000013；退回供应商：质量问题'],
    ]);
    expect(columnsOf(ledger, '供应商', '批号').at(-1)).toEqual(['示例供应商', 'P-7']);
    const undone = await moved();
    await undo(undone, 'move');
    expect((await ledgerOf(undone)).rows).toEqual(before.rows);
  });

  it('leaves rows out by funding line, item and date, and changes none', async () => {
    const office = await returned();
    const ofB = await ledgerOf(office, { fundingLine: office.id('line-2'), item: office.id('masks') });
    expect(columnsOf(ofB, '应收数量', '实收数量', '金额(元)')).toEqual([
      [null, 30n, 3_000n],
      [50n, 50n, 500n],
    ]);
    expect(totalsOf(ofB, '应收数量', '实收数量', '金额(元)')).toEqual([50n, 80n, 3_500n]);
    const none = await ledgerOf(office, { from: '2021-01-01' });
    expect([none.rows, none.foot.rows, none.foot.inWords]).toEqual([[], 0, '人民币零元整']);
  });

  it('shows the supplier with its code and the goods with spec and grade, and at its head what they are called now', async () => {
    const office = await ordered();
    const item = office.id('masks');
    const reason = '补录';
    await office.post(TREASURER, amendSupplier, { uscc: '91350100M000100Y43', reason }, { on: 'supplier' });
    await office.post(TREASURER, amendItem, { spec: '9501+', grade: 'KN95', reason }, { on: item });
    const lines = [{ line: 1, good: 60n, fundingLine: office.id('line') }];
    await on(office, DAY, KEEPER, accept, { warehouse: office.id('warehouse'), lines }, { on: 'order' });
    office.now += 86_400_000;
    await office.post(TREASURER, amendItem, { name: '医用口罩', reason: '更名' }, { on: item });
    const ledger = await ledgerOf(office, { item });
    expect(columnsOf(ledger, '统一社会信用代码', '物资名称', '规格型号')).toEqual([
      ['91350100M000100Y43', '口罩', '9501+ KN95'],
    ]);
    expect(ledger.sheet.head).toContainEqual({ label: '物资', text: 'W1 医用口罩' });
  });
});
