import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { registerPlan } from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import type { Dispatch } from '../../shared/domain/command.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { exceptions } from '../../shared/reports/exceptions.ts';
import { BUYER, KEEPER, OTHER_TREASURER, type TestOffice, TREASURER } from '../commands/office.ts';
import { morningOf, on, told, winter } from './winter.ts';

const HOUR = 3_600_000;
const photo: Evidence = { sha256: 'a'.repeat(64), name: '验收照片.jpg', bytes: 12, mediaType: 'image/jpeg' };

const office = await winter();
const [LINE_A, LINE_B] = [office.id('line'), office.id('line-2')];

async function reportOf(of: TestOffice, now = of.now) {
  const { postings, register } = await told(of);
  return exceptions(postings, register, now);
}

describe('exceptions', () => {
  it('lists separations that were waived, also where the entry was reversed since', async () => {
    const alone = await winter();
    const exception = { reason: '疫情期间一人值守' };
    const body = { warehouse: alone.id('warehouse'), lines: [{ line: 1, good: 5n }], exception };
    const buyer = { ...BUYER, roles: ['keeper'] } as const;
    await on(alone, '2021-01-09', buyer, accept, body, { on: 'order', as: 'alone' });
    await on(alone, '2021-01-09', buyer, accept, body, { on: 'order', as: 'alone-again' });
    await on(alone, '2021-01-10', OTHER_TREASURER, reverse, { reason: '重复登记' }, { on: 'alone-again' });
    const { waivedSeparations, overPlan } = await reportOf(alone);
    expect(waivedSeparations.map(({ entry, reason, reversed }) => [alone.named(entry), reason, reversed])).toEqual([
      ['alone', '疫情期间一人值守', false],
      ['alone-again', '疫情期间一人值守', true],
    ]);
    expect(overPlan).toEqual([]);
  });

  it('lists dispatches over their plan with how far each line had come', async () => {
    const planned = await winter();
    const [unit, item, warehouse] = [planned.id('town'), planned.id('masks'), planned.id('warehouse')];
    const lines = [{ unit, item, quantity: 10n }];
    const plan = { number: 'FA-1', decidedOn: '2021-01-09', title: '第一批', lines };
    planned.now = morningOf('2021-01-09');
    await planned.post(TREASURER, registerPlan, plan, { as: 'plan' });
    const send = (as: string, quantity: bigint, more: Partial<Dispatch> = {}) => {
      const body = {
        unit,
        warehouse,
        plan: planned.id('plan'),
        lines: [{ item, quantity, fundingLine: LINE_A }],
        ...more,
      };
      return on(planned, '2021-01-09', KEEPER, dispatch, body, { as });
    };
    await send('within', 8n);
    await send('beyond', 5n, { exception: { reason: '追加需求' } });
    const { waivedSeparations, overPlan } = await reportOf(planned);
    expect(overPlan).toMatchObject([
      {
        entry: planned.id('beyond'),
        reason: '追加需求',
        plan: planned.id('plan'),
        unit: { code: 'U1' },
        lines: [{ planned: 10, dispatched: 13 }],
      },
    ]);
    expect(waivedSeparations).toEqual([]);
  });

  it('misses the evidence of emergency purchases and payments until it is there', async () => {
    const proven = await winter();
    const missing = async () => {
      const { latePapers } = await reportOf(proven);
      return latePapers.filter((paper) => paper.missing === 'evidence').map(({ entry }) => proven.named(entry));
    };
    expect(await missing()).toEqual(['order', 'payment']);
    await proven.post(BUYER, attachEvidence, { evidence: [photo] }, { on: 'order' });
    expect(await missing()).toEqual(['payment']);
  });

  it('misses an invoice from the thirty-first day after the order', async () => {
    const invoiced = await winter();
    const missing = async (day: string) => {
      const { latePapers } = await reportOf(invoiced, morningOf(day));
      const invoices = latePapers.filter((paper) => paper.missing === 'invoice');
      return invoices.map(({ entry, days }) => [invoiced.named(entry), days]);
    };
    expect(await missing('2021-01-02')).toEqual([]);
    expect(await missing('2021-01-03')).toEqual([['order', 31]]);
    const invoice = { number: '12345678', date: '2021-01-08', amount: 40_000n };
    await invoiced.post(BUYER, bookInvoice, invoice, { on: 'order' });
    expect(await missing('2021-02-01')).toEqual([]);
  });

  it('lists consignments of which something is on its way for more than 48 hours', async () => {
    const { recordedAt } = await office.entry('under-way');
    const unconfirmed = async (hours: number) => (await reportOf(office, recordedAt + hours * HOUR)).unconfirmed;
    expect(await unconfirmed(48)).toEqual([]);
    expect(await unconfirmed(49)).toMatchObject([{ entry: office.id('under-way'), unit: { code: 'U2' }, hours: 49 }]);
  });

  it('lists lines with something available of which nothing was used for thirty days', async () => {
    const idle = async (day: string) => {
      const { idleAppropriations } = await reportOf(office, morningOf(day));
      return idleAppropriations.map((row) => [row.fundingLine.id, row.available, row.idleSince, row.days]);
    };
    expect(await idle('2021-01-11')).toEqual([]);
    expect(await idle('2021-01-12')).toEqual([[LINE_A, '540.00', '2020-12-13', 30]]);
    expect(await idle('2021-02-06')).toEqual([
      [LINE_A, '540.00', '2020-12-13', 55],
      [LINE_B, '250.00', '2021-01-07', 30],
    ]);
  });
});
