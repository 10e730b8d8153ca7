import { describe, expect, it } from 'vitest';
import { attachEvidence } from '../../../shared/commands/attach-evidence.ts';
import { bookInvoice } from '../../../shared/commands/book-invoice.ts';
import { pay } from '../../../shared/commands/pay.ts';
import { amendSupplier } from '../../../shared/commands/registry.ts';
import { reverse } from '../../../shared/commands/reverse.ts';
import type { Pay } from '../../../shared/domain/command.ts';
import { BUYER, nthId, OTHER_TREASURER, type TestOffice, TREASURER, yuan } from '../../commands/office.ts';
import { APPROVAL } from '../../commands/world.ts';
import { BANK, on, winter } from '../../reports/winter.ts';
import { columnsOf, read, sealedBy, totalsOf } from './reading.ts';
import { bought, DAY } from './shared-purchase.ts';

const paper = { sha256: 'd'.repeat(64), name: '回单.pdf', bytes: 1, mediaType: 'application/pdf' };

const office = await winter();
const SEALED = await sealedBy(office);
const LINE_A = office.id('line');
const LINE_B = office.id('line-2');

/** One yuan more to the supplier, on a day of February. */
function payAlso(later: TestOffice, day: string, more: Partial<Pay> = {}, as = day) {
  const shares = [{ fundingLine: LINE_A, amount: yuan('1.00') }];
  const body = { shares, method: BANK, approval: APPROVAL, ...more };
  return on(later, day, TREASURER, pay, body, { on: 'order', as });
}

describe('the ledger of the use of funds', () => {
  it('is the cash of a funding line, with a reversal in red that names what it reverses', async () => {
    const ledger = await read('fund-usage', SEALED, { fundingLine: LINE_B });
    expect(columnsOf(ledger, '序号', '凭证号', '收入(元)', '支出(元)', '结余(元)', '收款单位/人', '备注')).toEqual([
      [1n, '000011', 50_000n, 0n, 50_000n, null, null],
      [2n, '000019', 0n, 20_000n, 30_000n, '甲镇', null],
      [3n, '000020', 5_000n, 0n, 35_000n, '甲镇', null],
      [4n, '000023', 0n, 10_000n, 25_000n, null, null],
      [5n, '000027', 0n, 3_000n, 22_000n, '乙村', null],
      [6n, '000028', 0n, -3_000n, 25_000n, '乙村', '冲销 000027'],
    ]);
    expect(totalsOf(ledger, '凭证号', '收入(元)', '支出(元)', '结余(元)')).toEqual(['合计', 55_000n, 30_000n, 25_000n]);
    expect(ledger.foot).toMatchObject({ rows: 6, inWords: '人民币叁佰元整' });
  });

  it('never names the person of a benefit, and tells the last source of the money', async () => {
    const ledger = await read('fund-usage', SEALED, { fundingLine: LINE_A });
    expect(columnsOf(ledger, '资金来源', '专项名称', '摘要', '收款单位/人', '支付方式')).toEqual([
      ['上级拨付', '防疫专项', '拨入：上级拨付', null, null],
      ['上级拨付', '防疫专项', '付款：转账', '示例供应商', '转账'],
      ['上级拨付', '防疫专项', '发放慰问金：困难慰问', '个人(实名另册)', '银行卡'],
    ]);
  });

  it('opens with what was left before its period, which is none of its rows', async () => {
    const ledger = await read('fund-usage', SEALED, { fundingLine: LINE_B, from: '2020-12-12', to: '2021-01-04' });
    expect(columnsOf(ledger, '序号', '日期', '摘要', '结余(元)')).toEqual([
      [null, '2020-12-12', '上期结转', 30_000n],
      [1n, '2020-12-12', '收回拨付：甲镇，结余退回', 35_000n],
      [2n, '2021-01-04', '缴回：年终清算', 25_000n],
    ]);
    expect(ledger.foot.rows).toBe(2);
  });

  it('names what a reversal reverses although it lies before the period', async () => {
    const ledger = await read('fund-usage', SEALED, { from: '2021-01-08' });
    expect(columnsOf(ledger, '支出(元)', '备注').at(-1)).toEqual([-3_000n, '冲销 000027']);
  });

  it('has no rows and a total of nothing where nothing is meant', async () => {
    const ledger = await read('fund-usage', SEALED, { fundingLine: nthId(99) });
    expect(ledger.rows).toEqual([]);
    expect(ledger.foot).toMatchObject({ rows: 0, inWords: '人民币零元整' });
    expect(totalsOf(ledger, '收入(元)', '支出(元)', '结余(元)')).toEqual([0n, 0n, 0n]);
  });

  it('shows the invoices that stand booked on the purchase, those that came after the payment too', async () => {
    const later = await winter();
    const invoice = { number: '20110001', date: '2020-12-20', amount: yuan('0.01') };
    await later.post(BUYER, bookInvoice, invoice, { on: 'order', as: 'invoice' });
    await later.post(BUYER, bookInvoice, { ...invoice, number: '20110002' }, { on: 'order' });
    await payAlso(later, '2021-02-01');
    await on(later, '2021-02-02', OTHER_TREASURER, reverse, { reason: '重复' }, { on: 'invoice' });
    await payAlso(later, '2021-02-03');
    const ledger = await read('fund-usage', await sealedBy(later), { fundingLine: LINE_A });
    const payments = columnsOf(ledger, '摘要', '发票号码').filter(([summary]) => summary === '付款：转账');
    expect(payments.map(([, number]) => number)).toEqual(['20110002', '20110002', '20110002']);
  });

  it('counts each paper of an entry once, with those attached later, and shows who decided', async () => {
    const later = await winter();
    const more = { evidence: [paper], note: '尾款', exception: { reason: '双人复核' } };
    await payAlso(later, '2021-02-01', more, 'last-payment');
    const evidence = ['d', 'c', 'e'].map((digit) => ({ ...paper, sha256: digit.repeat(64) }));
    await later.post(TREASURER, attachEvidence, { evidence }, { on: 'last-payment' });
    const ledger = await read('fund-usage', await sealedBy(later), { to: '2021-02-28' });
    expect(columnsOf(ledger, '预算批复文号', '经办人', '审核人', '审批人', '附件数(张)', '备注').at(-1)).toEqual([
      '会议纪要〔2020〕3号',
      'treasurer-1',
      null,
      '主席办公会',
      3n,
      '尾款；例外：双人复核',
    ]);
    expect(totalsOf(ledger, '附件数(张)')).toEqual([3n]);
  });

  it('gives an entry that pays from two funding lines a row for each, and its papers to the first', async () => {
    const shared = await bought();
    const shares = [
      { fundingLine: LINE_B, amount: yuan('25.00') },
      { fundingLine: LINE_A, amount: yuan('5.00') },
    ];
    await payAlso(shared, DAY, { shares, evidence: [paper] });
    const ledger = await read('fund-usage', await sealedBy(shared), { from: DAY });
    expect(columnsOf(ledger, '凭证号', '专项名称', '支出(元)', '结余(元)', '附件数(张)')).toEqual([
      [null, null, null, 20_000n, null],
      ['000014', '送温暖', 2_500n, 17_500n, 1n],
      ['000014', '防疫专项', 500n, 17_000n, null],
    ]);
  });

  it('shows names as they stood when the entry was sealed', async () => {
    const later = await winter();
    await later.post(TREASURER, amendSupplier, { name: '改名供应商', reason: '更名' }, { on: 'supplier' });
    await payAlso(later, '2021-02-01');
    const ledger = await read('fund-usage', await sealedBy(later), { fundingLine: LINE_A });
    expect(columnsOf(ledger, '收款单位/人').flat()).toEqual([null, '示例供应商', '个人(实名另册)', '改名供应商']);
  });
});
