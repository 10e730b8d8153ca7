import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../shared/domain/entry.ts';
import { at, ENTRIES, id, LINE_A, LINE_B, registration } from '../../reports/entries.ts';
import { columnsOf, read, sealedOf } from './reading.ts';

const exception = { reason: '仅一人在岗' };
const appropriated = ENTRIES.find(
  (entry) => entry.kind === 'appropriation' && entry.refs.fundingLines?.includes(LINE_A),
);
const dispatched = ENTRIES.find((entry) => entry.kind === 'dispatch');

function again(number: number, entry: Entry | undefined, more: Partial<Entry>): Entry {
  if (entry === undefined) throw new Error('the sample has no such entry');
  return { ...entry, ...more, id: id(number) } as Entry;
}

const MEMBER = id(60);
const PAID: readonly string[] = ['payment', 'disbursement', 'benefit'];

/** The sample, in which a member approved whatever was paid. */
const APPROVED = ENTRIES.map((entry): Entry => {
  const approval = { document: '会议纪要〔2020〕1号', decidedOn: '2020-12-01', approver: MEMBER };
  return PAID.includes(entry.kind) ? { ...entry, approval } : entry;
});

const LOG: readonly Entry[] = [
  ...APPROVED,
  again(90, appropriated, { belongsTo: { month: '2020-12', reason: '回单迟到' }, effectiveOn: '2021-01-20' }),
  at(91, registration('member', { subject: 'admin', roles: ['admin'], units: [] }), { exception }),
];

describe('the ledger of exceptions', () => {
  it('has a row for each reason that a rule was set aside with, and for each month it came too late for', async () => {
    const ledger = await read('exceptions', sealedOf(LOG));
    expect(columnsOf(ledger, '序号', '凭证号', '例外事项', '理由')).toEqual([
      [1n, '000030', '办理本人权限', '仅一人在岗'],
      [2n, '000029', '补记2020-12', '回单迟到'],
    ]);
  });

  it('says by whom, in which role, and what it was about', async () => {
    const ledger = await read('exceptions', sealedOf(LOG));
    const [row] = columnsOf(ledger, '日期', '摘要', '经办人', '身份', '审批人');
    expect(row).toEqual([LOG.at(-1)?.effectiveOn, '登记', LOG.at(-1)?.actor.subject, '财务', null]);
  });

  it('tells a plan from a separation of persons, and names what a reversal took back', async () => {
    const over = again(95, dispatched, { exception: { reason: '追加' } });
    const undone = at(96, {
      kind: 'reversal',
      effectiveOn: '2021-02-20',
      refs: { consignment: over.id, entry: over.id },
      facts: { reason: '重复发放', kind: 'dispatch' },
      transfers: [],
    });
    const ledger = await read('exceptions', sealedOf([...APPROVED, over, undone]));
    expect(columnsOf(ledger, '例外事项', '理由', '备注')).toEqual([
      ['超分配方案发放', '追加', null],
      ['冲销例外事项', '重复发放', '冲销 000029'],
    ]);
  });

  it('has a row for what nobody approved and for what a paper alone says, and for what was reversed of it', async () => {
    const ledger = await read('exceptions', sealedOf(ENTRIES));
    const told = columnsOf(ledger, '例外事项', '理由', '备注');
    const unapproved = ['未经审批支付', null, null];
    expect(told).toEqual([...Array(4).fill(unapproved), ['冲销例外事项', '账号有误', '冲销 000027']]);
    const onPaper = APPROVED.map((entry): Entry => {
      return entry.kind === 'payment' && entry.approval
        ? { ...entry, approval: { ...entry.approval, approver: '主席办公会' } }
        : entry;
    });
    const papers = columnsOf(await read('exceptions', sealedOf(onPaper)), '例外事项', '理由', '审批人');
    expect(papers).toEqual([['审批仅有纸质文件', '会议纪要〔2020〕1号', '主席办公会']]);
    const first = ENTRIES.map((entry): Entry => ({ ...entry, form: 1 }));
    expect((await read('exceptions', sealedOf(first))).rows).toEqual([]);
  });

  it('is narrowed by funding line and period', async () => {
    const rows = async (selection: object) => (await read('exceptions', sealedOf(LOG), selection)).rows.length;
    expect(await rows({ fundingLine: LINE_A })).toBe(1);
    expect(await rows({ fundingLine: LINE_B })).toBe(0);
    expect(await rows({ from: '2021-01-20', to: '2021-01-20' })).toBe(1);
  });
});
