import { describe, expect, it } from 'vitest';
import { cash, supplier } from '../../../shared/domain/account.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import { acceptance, order, payment } from '../../domain/story.ts';
import { at, ENTRIES, id, LINE_A, LINE_B, transfer } from '../../reports/entries.ts';
import { columnsOf, read, sealedOf, totalsOf } from './reading.ts';

const paper = { sha256: 'd'.repeat(64), name: '回单.pdf', bytes: 1, mediaType: 'application/pdf' };
const approval = { document: '会议纪要〔2020〕3号', decidedOn: '2020-12-01', approver: '主席办公会' };

function invoice(number: number, text: string): Entry {
  const facts = { invoice: { number: text, date: '2020-12-20', amount: 1n } };
  return at(number, { kind: 'invoice', effectiveOn: '2020-12-20', refs: { purchase: id(12) }, facts, transfers: [] });
}

function paid(number: number, envelope: Parameters<typeof at>[2] = {}): Entry {
  const refs = { purchase: id(12), fundingLines: [LINE_A] };
  const transfers = [transfer(cash(1), supplier(1), 100n)];
  return at(
    number,
    { kind: 'payment', effectiveOn: '2021-02-01', refs, facts: { method: '转账' }, transfers },
    envelope,
  );
}

describe('the ledger of the use of funds', () => {
  it('is the cash of a funding line, with a reversal in red that names what it reverses', async () => {
    const ledger = await read('fund-usage', sealedOf(ENTRIES), { fundingLine: LINE_B });
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
    const ledger = await read('fund-usage', sealedOf(ENTRIES), { fundingLine: LINE_A });
    expect(columnsOf(ledger, '资金来源', '专项名称', '摘要', '收款单位/人', '支付方式')).toEqual([
      ['上级拨付', '防疫专项', '拨入：上级拨付', null, null],
      ['上级拨付', '防疫专项', '付款：转账', '示例供应商', '转账'],
      ['上级拨付', '防疫专项', '发放慰问金：困难慰问', '个人(实名另册)', '银行卡'],
    ]);
  });

  it('opens with what was left before its period, which is none of its rows', async () => {
    const ledger = await read('fund-usage', sealedOf(ENTRIES), {
      fundingLine: LINE_B,
      from: '2020-12-12',
      to: '2021-01-04',
    });
    expect(columnsOf(ledger, '序号', '日期', '摘要', '结余(元)')).toEqual([
      [null, '2020-12-12', '上期结转', 30_000n],
      [1n, '2020-12-12', '收回拨付：甲镇，结余退回', 35_000n],
      [2n, '2021-01-04', '缴回：年终清算', 25_000n],
    ]);
    expect(ledger.foot.rows).toBe(2);
  });

  it('names what a reversal reverses although it lies before the period', async () => {
    const ledger = await read('fund-usage', sealedOf(ENTRIES), { from: '2021-01-08' });
    expect(columnsOf(ledger, '支出(元)', '备注').at(-1)).toEqual([-3_000n, '冲销 000027']);
  });

  it('has no rows and a total of nothing where nothing is meant', async () => {
    const ledger = await read('fund-usage', sealedOf(ENTRIES), { fundingLine: id(99) });
    expect(ledger.rows).toEqual([]);
    expect(ledger.foot).toMatchObject({ rows: 0, inWords: '人民币零元整' });
    expect(totalsOf(ledger, '收入(元)', '支出(元)', '结余(元)')).toEqual([0n, 0n, 0n]);
  });

  it('shows the invoices that stand booked on the purchase, those that came after the payment too', async () => {
    const reversal = at(32, {
      kind: 'reversal',
      effectiveOn: '2021-01-20',
      refs: { purchase: id(12), entry: id(29) },
      facts: { reason: '重复', kind: 'invoice' },
      transfers: [],
    });
    const entries = [...ENTRIES, invoice(29, '20110001'), invoice(30, '20110002'), paid(31), reversal, paid(33)];
    const ledger = await read('fund-usage', sealedOf(entries), { fundingLine: LINE_A });
    const payments = columnsOf(ledger, '摘要', '发票号码').filter(([summary]) => summary === '付款：转账');
    expect(payments.map(([, number]) => number)).toEqual(['20110002', '20110002', '20110002']);
  });

  it('counts each paper of an entry once, with those attached later, and shows who decided', async () => {
    const attachment = at(
      32,
      {
        kind: 'attachment',
        effectiveOn: '2021-03-01',
        refs: { purchase: id(12), entry: id(31) },
        facts: {},
        transfers: [],
      },
      { evidence: [paper, { ...paper, sha256: 'c'.repeat(64) }, { ...paper, sha256: 'e'.repeat(64) }] },
    );
    const payment = paid(31, { evidence: [paper], approval, note: '尾款', exception: { reason: '双人复核' } });
    const ledger = await read('fund-usage', sealedOf([...ENTRIES, payment, attachment]), { to: '2021-02-28' });
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
    const both = {
      ...payment,
      evidence: [paper],
      transfers: [...payment.transfers, transfer(cash(1), supplier(1), 500n)],
    };
    const ledger = await read('fund-usage', sealedOf([...ENTRIES.slice(0, 9), order, acceptance, both]));
    expect(columnsOf(ledger, '凭证号', '专项名称', '支出(元)', '结余(元)', '附件数(张)')).toEqual([
      ['000012', '送温暖', 2_500n, -2_500n, 1n],
      ['000012', '防疫专项', 500n, -3_000n, null],
    ]);
  });

  it('shows names as they stood when the entry was sealed', async () => {
    const amendment = at(40, {
      kind: 'amendment',
      effectiveOn: '2021-01-20',
      refs: { fundingLines: [LINE_A] },
      facts: { type: 'fundingLine', fields: { name: '防控专项' }, reason: '更名' },
      transfers: [],
    });
    const ledger = await read('fund-usage', sealedOf([...ENTRIES, amendment, paid(41)]), { fundingLine: LINE_A });
    const names = columnsOf(ledger, '专项名称').flat();
    expect(names).toEqual(['防疫专项', '防疫专项', '防疫专项', '防控专项']);
    expect(ledger.sheet.head).toContainEqual({ label: '专项资金', text: 'A 防控专项' });
  });
});
