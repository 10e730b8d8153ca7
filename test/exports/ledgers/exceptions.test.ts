import { beforeEach, describe, expect, it } from 'vitest';
import { appropriate } from '../../../shared/commands/appropriate.ts';
import { dispatch } from '../../../shared/commands/dispatch.ts';
import { receiveInKind } from '../../../shared/commands/receive-in-kind.ts';
import { registerMember } from '../../../shared/commands/registry.ts';
import { reverse } from '../../../shared/commands/reverse.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import { KEEPER, type Person, type TestOffice, TODAY, TREASURER, YESTERDAY, yuan } from '../../commands/office.ts';
import { appropriation, buy, dispatchOf, openOffice, plan, reversal } from '../../commands/world.ts';
import { columnsOf, read, sealedBy } from './reading.ts';

const ADMIN: Person = { subject: 'admin', roles: ['admin'] };
const PAPER = { sha256: 'e'.repeat(64), name: '函.pdf', bytes: 1, mediaType: 'application/pdf' };

let office: TestOffice;

beforeEach(async () => {
  office = await openOffice();
});

const ledger = async (selection: Selection = {}) => read('exceptions', await sealedBy(office), selection);

/** Money that came in late, and an admin who granted their own roles. */
async function belatedAndOwn(): Promise<void> {
  const belongsTo = { date: YESTERDAY, reason: '回单迟到' };
  await office.post(TREASURER, appropriate, { ...appropriation('1.00'), belongsTo }, { on: 'line', as: 'late' });
  const member = { subject: 'admin', roles: ['admin'], units: [], exception: { reason: '仅一人在岗' } } as const;
  await office.post(ADMIN, registerMember, member, { as: 'own' });
}

describe('the ledger of exceptions', () => {
  it('has a row for each reason that a rule was set aside with, and for each day it came too late for', async () => {
    await belatedAndOwn();
    expect(columnsOf(await ledger(), '序号', '凭证号', '例外事项', '理由')).toEqual([
      [1n, '000014', `补记${YESTERDAY}`, '回单迟到'],
      [2n, '000015', '办理本人权限', '仅一人在岗'],
    ]);
  });

  it('says by whom, in which role, and what it was about', async () => {
    await belatedAndOwn();
    expect(columnsOf(await ledger(), '日期', '摘要', '经办人', '身份', '审批人')).toEqual([
      [TODAY, '拨入：区总工会', 'treasurer-1', '财务', null],
      [TODAY, '登记', 'admin', '管理员', null],
    ]);
  });

  it('tells a plan from a separation of persons, and names what a reversal took back', async () => {
    await plan(office, ['town', 'masks', 5n]);
    await buy(office, 'order', [['masks', 10n, '10.00']]);
    const sending = { ...dispatchOf(office, ['masks', 10n]), plan: office.id('plan'), exception: { reason: '追加' } };
    await office.post(KEEPER, dispatch, sending, { as: 'sent' });
    await office.post(TREASURER, reverse, { ...reversal(), reason: '重复发放' }, { on: 'sent' });
    expect(columnsOf(await ledger(), '例外事项', '理由', '备注')).toEqual([
      ['超分配方案发放', '追加', null],
      ['冲销例外事项', '重复发放', '冲销 000017'],
    ]);
  });

  it('lists what went to somebody else than its giver meant, with the paper that allowed it', async () => {
    const gift = {
      kind: 'donation',
      giver: '爱心企业',
      fundingLine: office.id('line-2'),
      warehouse: office.id('warehouse'),
      effectiveOn: YESTERDAY,
      lines: [{ item: office.id('masks'), quantity: 10n, value: yuan('8.00') }],
      directedTo: { unit: office.id('town') },
    } as const;
    await office.post(KEEPER, receiveInKind, gift, { as: 'gift' });
    const consent = { document: '爱心企业函', evidence: [PAPER] };
    const sending = { ...dispatchOf(office, ['masks', 4n]), unit: office.id('other-town'), consent };
    await office.post(KEEPER, dispatch, sending, { as: 'sent' });
    await office.post(KEEPER, dispatch, { ...dispatchOf(office, ['masks', 4n]), consent }, { as: 'meant' });
    const rows = [['改变捐赠定向', '发放出库：光明街道，口罩', '捐赠人同意：爱心企业函']];
    expect(columnsOf(await ledger(), '例外事项', '摘要', '理由')).toEqual(rows);
    expect(columnsOf(await ledger({ fundingLine: office.id('line-2') }), '例外事项', '摘要', '理由')).toEqual(rows);
    expect((await ledger({ fundingLine: office.id('line') })).rows).toEqual([]);
  });

  it('is narrowed by funding line and period', async () => {
    await belatedAndOwn();
    const rows = async (selection: Selection) => (await ledger(selection)).rows.length;
    expect(await rows({ fundingLine: office.id('line') })).toBe(1);
    expect(await rows({ fundingLine: office.id('line-2') })).toBe(0);
    expect(await rows({ from: TODAY, to: TODAY })).toBe(2);
    expect(await rows({ to: YESTERDAY })).toBe(0);
  });
});
