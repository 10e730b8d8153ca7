import { describe, expect, it } from 'vitest';
import { committed, stock } from '../../../shared/domain/account.ts';
import type { Entry, Transfer } from '../../../shared/domain/entry.ts';
import type { Terms } from '../../../shared/domain/facts.ts';
import { lotId } from '../../../shared/domain/id.ts';
import { mirror } from '../../../shared/domain/reversal.ts';
import { acceptance, order, receipt, supplierReturn } from '../../domain/story.ts';
import { at, ENTRIES, id, LINE_A, LINE_B, MASK, SUPPLIER, transfer, WAREHOUSE } from '../../reports/entries.ts';
import { MOVE, MOVED_STORY } from '../../reports/moved.ts';
import { columnsOf, read, sealedOf, totalsOf } from './reading.ts';

const registered = ENTRIES.slice(0, 9);
const story = [...registered, order, acceptance, receipt, supplierReturn];
const COLUMNS = ['入库单号', '物资名称', '应收数量', '实收数量', '单价(元)', '金额(元)', '备注'];

function reversing(number: number, entry: Entry): Entry {
  return at(number, {
    kind: 'reversal',
    effectiveOn: '2021-01-10',
    refs: { ...entry.refs, entry: entry.id },
    facts: { reason: '录入有误', kind: entry.kind },
    transfers: mirror(entry.transfers),
  });
}

function accepted(
  number: number,
  lines: readonly (readonly [line: number, good: bigint, bad: bigint])[],
  transfers: readonly Transfer[],
): Entry {
  return at(number, {
    kind: 'acceptance',
    effectiveOn: '2020-12-29',
    refs: { purchase: order.id, warehouse: WAREHOUSE, fundingLines: [LINE_A, LINE_B] },
    facts: {
      lines: lines.map(([line, good, bad]) => ({ line, good, damaged: 0n, short: bad, reason: '未到货' })),
      lots: transfers.map(() => ({ line: 1, fundingLine: 2 })),
    },
    transfers,
  });
}

describe('the ledger of acceptances', () => {
  it('has a row for every lot, what was told of a line on its first lot, and returns in red', async () => {
    const ledger = await read('acceptance', sealedOf(story));
    expect(columnsOf(ledger, ...COLUMNS)).toEqual([
      ['RK-000011', '口罩', 100n, 60n, '1.00', 6_000n, '破损 10'],
      ['RK-000011', '口罩', null, 30n, '1.00', 3_000n, null],
      ['RK-000011', '大米', 10n, 10n, '1.00', 1_000n, null],
      ['RK-000012', '口罩', 50n, 50n, '0.10', 500n, null],
      ['RK-000013', '大米', null, -4n, '1.00', -400n, '原入库单 RK-000011；退回供应商：质量问题'],
    ]);
    expect(totalsOf(ledger, '应收数量', '实收数量', '金额(元)')).toEqual([null, null, 10_100n]);
    expect(ledger.foot).toMatchObject({ rows: 5, inWords: '人民币壹佰零壹元整' });
  });

  it('says how it was bought and from whom, or who gave it', async () => {
    const ledger = await read('acceptance', sealedOf(ENTRIES));
    expect(
      columnsOf(ledger, '采购方式/依据文号', '供应商', '批号', '保质期至', '单位', '采购人', '验收人').slice(0, 3),
    ).toEqual([
      ['应急采购：财办库〔2020〕23号', '示例供应商', 'P-7', null, '个', 'treasurer-1', 'treasurer-1'],
      ['应急采购：财办库〔2020〕23号', '示例供应商', null, '2021-06-30', '袋', 'treasurer-1', 'treasurer-1'],
      ['捐赠', '爱心企业', null, null, '个', null, 'treasurer-1'],
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
    const said = { ...order, facts: { ...order.facts, ...terms } };
    const ledger = await read('acceptance', sealedOf([...registered, said, acceptance]));
    expect(columnsOf(ledger, '采购方式/依据文号')).toEqual([[told], [told], [told]]);
  });

  it('reverses an acceptance by every row of it with a minus', async () => {
    const ledger = await read('acceptance', sealedOf([...registered, order, acceptance, reversing(40, acceptance)]));
    expect(columnsOf(ledger, ...COLUMNS).slice(3)).toEqual([
      ['RK-000012', '口罩', -100n, -60n, '1.00', -6_000n, '冲销 000011；破损 10；冲销验收入库：录入有误'],
      ['RK-000012', '口罩', null, -30n, '1.00', -3_000n, '冲销 000011；冲销验收入库：录入有误'],
      ['RK-000012', '大米', -10n, -10n, '1.00', -1_000n, '冲销 000011；冲销验收入库：录入有误'],
    ]);
    expect(totalsOf(ledger, '金额(元)')).toEqual([0n]);
  });

  it('reverses a return by what comes in again', async () => {
    const ledger = await read('acceptance', sealedOf([...story, reversing(40, supplierReturn)]), { item: id(6) });
    expect(columnsOf(ledger, ...COLUMNS).at(-1)).toEqual([
      'RK-000014',
      '大米',
      null,
      4n,
      '1.00',
      400n,
      '冲销 000013；冲销退回供应商：录入有误',
    ]);
    expect(totalsOf(ledger, '应收数量', '实收数量', '金额(元)')).toEqual([10n, 10n, 1_000n]);
  });

  it('has a row for a line of which nothing was good, and takes it back with its reversal', async () => {
    const late = accepted(
      41,
      [
        [1, 6n, 4n],
        [2, 0n, 3n],
      ],
      [transfer(committed(1, 2), stock(lotId(id(41), 1)), 601n, 6n)],
    );
    const none = accepted(42, [[2, 0n, 2n]], []);
    const entries = [...registered, order, late, none, reversing(43, none)];
    const ledger = await read('acceptance', sealedOf(entries));
    expect(columnsOf(ledger, ...COLUMNS)).toEqual([
      ['RK-000011', '口罩', 10n, 6n, '约1.00', 601n, '短少 4：未到货'],
      ['RK-000011', '大米', 3n, 0n, null, 0n, '短少 3：未到货'],
      ['RK-000012', '大米', 2n, 0n, null, 0n, '短少 2：未到货'],
      ['RK-000013', '大米', -2n, 0n, null, 0n, '冲销 000012；短少 2：未到货；冲销验收入库：录入有误'],
    ]);
  });

  it('shows every invoice that stands booked on the purchase at the end, however late it came', async () => {
    const facts = { invoice: { number: '20110001', date: '2020-12-30', amount: 1n } };
    const refs = { purchase: order.id };
    const invoice = at(40, { kind: 'invoice', effectiveOn: '2020-12-30', refs, facts, transfers: [] });
    const ledger = await read('acceptance', sealedOf([...story, invoice]), { to: '2020-12-28' });
    expect(columnsOf(ledger, '发票号码').flat()).toEqual(['20110001', '20110001', '20110001', null, '20110001']);
  });

  it('says nothing of moves, and of a return of moved goods what it says of any', async () => {
    const before = await read('acceptance', sealedOf(ENTRIES));
    const ledger = await read('acceptance', sealedOf(MOVED_STORY));
    expect(columnsOf(ledger, ...COLUMNS)).toEqual([
      ...columnsOf(before, ...COLUMNS),
      ['RK-000033', '口罩', null, -4n, '3.00', -1_200n, '原入库单 RK-000013；退回供应商：质量问题'],
    ]);
    expect(columnsOf(ledger, '供应商', '批号').at(-1)).toEqual(['示例供应商', 'P-7']);
    const undone = await read('acceptance', sealedOf([...ENTRIES, ...MOVED_STORY.slice(28, 30), reversing(70, MOVE)]));
    expect(undone.rows).toEqual(before.rows);
  });

  it('leaves rows out by funding line, item and date, and changes none', async () => {
    const ofB = await read('acceptance', sealedOf(story), { fundingLine: LINE_B, item: MASK });
    expect(columnsOf(ofB, '应收数量', '实收数量', '金额(元)')).toEqual([
      [null, 30n, 3_000n],
      [50n, 50n, 500n],
    ]);
    expect(totalsOf(ofB, '应收数量', '实收数量', '金额(元)')).toEqual([50n, 80n, 3_500n]);
    const none = await read('acceptance', sealedOf(story), { from: '2021-01-01' });
    expect([none.rows, none.foot.rows, none.foot.inWords]).toEqual([[], 0, '人民币零元整']);
  });

  it('shows the supplier with its code and the goods with spec and grade', async () => {
    const amendment = { kind: 'amendment', effectiveOn: '2020-12-02', transfers: [] } as const;
    const reason = '补录';
    const entries = [
      ...registered,
      at(10, {
        ...amendment,
        refs: { supplier: SUPPLIER },
        facts: { type: 'supplier', fields: { uscc: '91350100M000100Y43' }, reason },
      }),
      at(11, {
        ...amendment,
        refs: { item: MASK },
        facts: { type: 'item', fields: { spec: '9501+', grade: 'KN95' }, reason },
      }),
      order,
      acceptance,
    ];
    const ledger = await read('acceptance', sealedOf(entries), { item: MASK });
    expect(columnsOf(ledger, '统一社会信用代码', '规格型号')[0]).toEqual(['91350100M000100Y43', '9501+ KN95']);
  });
});
