import { beforeAll, describe, expect, it } from 'vitest';
import { Wrong } from '../../shared/audit/wrong.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { amendPlan, registerPlan } from '../../shared/commands/registry.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { byRecording } from '../../shared/log/journal/lineup.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import {
  COORDINATOR,
  KEEPER,
  OTHER_TREASURER,
  type TestOffice,
  TODAY,
  TREASURER,
  YESTERDAY,
} from '../commands/office.ts';
import { buy, confirmationOf, dispatchOf, openOffice, plan, REASON, reversal } from '../commands/world.ts';
import { forgedSourceOf, KEY, packOf, sourceOf, UnpackedPack } from './packs.ts';

const TOMORROW = '2020-03-03';
const DAY_MS = 86_400_000;

let office: TestOffice;
let entries: readonly Entry[];

/**
 * Of 30 that the plan gives: 20 and 10, of which 5 come back the next day and are sent again; 4 more for a reason, and
 * taken back; and 2 more once the plan gives 32.
 */
beforeAll(async () => {
  office = await openOffice();
  const { id } = office;
  const sent = async (as: string, quantity: bigint, more = {}) => {
    office.now += 120_000;
    const body = { ...dispatchOf(office, ['masks', quantity]), plan: id.call(office, 'plan'), ...more };
    await office.post(KEEPER, dispatch, body, { as });
  };
  await buy(office, 'goods', [['masks', 100n, '100.00']]);
  await plan(office, ['town', 'masks', 30n]);
  await sent('first', 20n);
  await sent('second', 10n);
  const signed = confirmationOf({ line: 1, good: 10n });
  await office.post(COORDINATOR, confirm, signed, { on: 'second', as: 'signed' });
  office.now += DAY_MS;
  const back = { lines: [{ line: 1, quantity: 5n }], effectiveOn: TOMORROW, ...REASON };
  await office.post(KEEPER, returnFromUnit, back, { on: 'second', as: 'back' });
  await sent('again', 5n, { effectiveOn: TOMORROW });
  await sent('above', 4n, { effectiveOn: TOMORROW, exception: { reason: '一线急需' } });
  await office.post(OTHER_TREASURER, reverse, reversal(TOMORROW), { on: 'above' });
  const lines = [{ unit: office.id('town'), item: office.id('masks'), quantity: 32n }];
  await office.post(TREASURER, amendPlan, { lines, ...REASON }, { on: 'plan', as: 'amended' });
  await sent('more', 2n, { effectiveOn: TOMORROW });
  await money();
  const { items } = await office.ledger.entries({ limit: 1_000 });
  entries = items.map(({ entry }) => entry).toSorted(byRecording);
});

/**
 * Of 30.00 that another plan gives: 20.00 and 10.00, of which 5.00 are taken back the next day and disbursed again; and
 * 4.00 more for a reason.
 */
async function money(): Promise<void> {
  const { id } = office;
  const [unit, fundingLine] = [id.call(office, 'town'), id.call(office, 'line')];
  const lines = [{ unit, fundingLine, amount: 3_000n }];
  const giving = { number: '2020-2', decidedOn: TODAY, title: '慰问金分配', lines };
  await office.post(TREASURER, registerPlan, giving, { as: 'money-plan' });
  const paid = async (as: string, amount: bigint, effectiveOn: string, more = {}) => {
    office.now += 120_000;
    const body = { unit, fundingLine, amount, effectiveOn, purpose: '慰问', method: '银行转账', ...more };
    await office.post(TREASURER, disburse, { ...body, plan: id.call(office, 'money-plan') }, { as });
  };
  await paid('paid', 2_000n, TODAY);
  await paid('paid-too', 1_000n, TODAY);
  const back = { amount: 500n, effectiveOn: TOMORROW, ...REASON };
  await office.post(TREASURER, takeBack, back, { on: 'paid-too', as: 'taken-back' });
  await paid('paid-again', 500n, TOMORROW);
  await paid('paid-above', 400n, TOMORROW, { exception: { reason: '一线急需' } });
}

const named = (name: string, forged: (entry: Entry) => object) => (entry: Entry) =>
  entry.id === office.id(name) ? [{ ...entry, ...forged(entry) } as Entry] : [entry];
const planning = (changes: object) =>
  named('plan', ({ facts }) =>
    'fields' in facts ? { facts: { ...facts, fields: { ...facts.fields, ...changes } } } : {},
  );
const giving = (quantity: bigint) =>
  planning({ lines: [{ unit: office.id('town'), item: office.id('masks'), quantity }] });

const givingMoney = (changes: object) =>
  named('money-plan', ({ facts }) =>
    'fields' in facts ? { facts: { ...facts, fields: { ...facts.fields, ...changes } } } : {},
  );

/** What is wrong with a pack of a log that was forged and then signed, in both languages. */
async function wrongWhere(forged: (entry: Entry) => readonly Entry[]) {
  const pack = await new UnpackedPack().unpack(await packOf(await forgedSourceOf(entries.flatMap(forged))));
  try {
    await verifyPack(pack.root, KEY);
    return undefined;
  } catch (error) {
    if (error instanceof Wrong) return error;
    throw error;
  } finally {
    pack.close();
  }
}

const placeOf = (name: string) => entries.findIndex(({ id }) => id === office.id(name)) + 1;

describe('a pack', () => {
  it('holds where everything sent under a plan is within it on every day, or says why it need not be', async () => {
    const pack = await new UnpackedPack().unpack(await packOf(await sourceOf(entries)));
    await expect(verifyPack(pack.root, KEY)).resolves.toMatchObject({ size: entries.length });
    pack.close();
    expect(await wrongWhere((entry) => [entry])).toBeUndefined();
  });

  it('does not hold where more was sent than the plan gives, and says of what, to whom and when', async () => {
    const wrong = await wrongWhere(giving(29n));
    const voucher = placeOf('second');
    expect(wrong?.en).toBe(
      `Voucher ${voucher} goes above plan 2020-1: on ${TODAY} it gives 29 of KZ to SY, and 30 are dispatched`,
    );
    expect(wrong?.zh).toBe(`凭证号 ${voucher} 的发放超出分配方案 2020-1:${TODAY} 方案给 SY 的 KZ 为 29,已发 30`);
  });

  it('does not hold where what came back was sent before it did', async () => {
    const wrong = await wrongWhere(named('again', () => ({ effectiveOn: TODAY })));
    expect(wrong?.en).toContain(`on ${TODAY} it gives 30 of KZ to SY, and 35 are dispatched`);
  });

  it('does not hold where nothing came back', async () => {
    const wrong = await wrongWhere((entry) => (entry.id === office.id('back') ? [] : [entry]));
    expect(wrong?.en).toContain(`on ${TOMORROW} it gives 30 of KZ to SY, and 35 are dispatched`);
  });

  it('does not hold where something was sent to a unit that the plan gives nothing', async () => {
    const lines = [{ unit: office.id('village'), item: office.id('masks'), quantity: 30n }];
    expect((await wrongWhere(planning({ lines })))?.en).toContain('it gives 0 of KZ to SY, and 20 are dispatched');
  });

  it('does not hold where something was sent before the plan was decided, for whatever reason', async () => {
    const wrong = await wrongWhere(planning({ decidedOn: TOMORROW }));
    expect(wrong?.en).toContain(`Voucher ${placeOf('first')} goes above plan 2020-1: on ${TODAY} it gives 0`);
    const early = await wrongWhere(named('above', () => ({ effectiveOn: '2020-02-29' })));
    expect(early?.en).toContain(`Voucher ${placeOf('above')} goes above plan 2020-1: on 2020-02-29 it gives 0`);
    expect(YESTERDAY > '2020-02-29').toBe(true);
  });

  it('does not hold where nobody said why the plan was exceeded', async () => {
    const wrong = await wrongWhere((entry) => {
      const { exception, ...unsaid } = entry;
      return [entry.id === office.id('above') && exception !== undefined ? (unsaid as Entry) : entry];
    });
    expect(wrong?.en).toContain(`on ${TOMORROW} it gives 30 of KZ to SY, and 34 are dispatched`);
  });

  it('does not hold where the plan was not amended', async () => {
    const wrong = await wrongWhere((entry) => (entry.id === office.id('amended') ? [] : [entry]));
    expect(wrong?.en).toContain(`Voucher ${placeOf('more') - 1} goes above plan 2020-1`);
  });

  it('does not hold where more money was disbursed than the plan gives, and says from what, to whom and when', async () => {
    const lines = [{ unit: office.id('town'), fundingLine: office.id('line'), amount: 2_999n }];
    const wrong = await wrongWhere(givingMoney({ lines }));
    const voucher = placeOf('paid-too');
    expect(wrong?.en).toBe(
      `Voucher ${voucher} goes above plan 2020-2: on ${TODAY} it gives 29.99 yuan of FY to SY, and 30.00 are disbursed`,
    );
    expect(wrong?.zh).toBe(
      `凭证号 ${voucher} 的拨付超出分配方案 2020-2:${TODAY} 方案从 FY 给 SY 29.99 元,已拨 30.00 元`,
    );
  });

  it('does not hold where money was disbursed of another line, too early, or before it came back', async () => {
    const lines = [{ unit: office.id('town'), fundingLine: office.id('line-2'), amount: 3_000n }];
    expect((await wrongWhere(givingMoney({ lines })))?.en).toContain('it gives 0.00 yuan of FY to SY, and 20.00');
    const decided = await wrongWhere(givingMoney({ decidedOn: TOMORROW }));
    expect(decided?.en).toContain(`Voucher ${placeOf('paid')} goes above plan 2020-2: on ${TODAY} it gives 0.00`);
    const early = await wrongWhere(named('paid-again', () => ({ effectiveOn: TODAY })));
    expect(early?.en).toContain(`on ${TODAY} it gives 30.00 yuan of FY to SY, and 35.00 are disbursed`);
    const kept = await wrongWhere((entry) => (entry.id === office.id('taken-back') ? [] : [entry]));
    expect(kept?.en).toContain(`on ${TOMORROW} it gives 30.00 yuan of FY to SY, and 35.00 are disbursed`);
  });

  it('does not hold where nobody said why more money was disbursed', async () => {
    const wrong = await wrongWhere((entry) => {
      const { exception, ...unsaid } = entry;
      return [entry.id === office.id('paid-above') && exception !== undefined ? (unsaid as Entry) : entry];
    });
    expect(wrong?.en).toContain(`on ${TOMORROW} it gives 30.00 yuan of FY to SY, and 34.00 are disbursed`);
  });

  it('holds where the first form went above a plan, of which nothing was asked then', async () => {
    const wrong = await wrongWhere((entry) => {
      const isFirst = entry.id === office.id('plan') || isKind(entry, 'dispatch');
      return giving(29n)(isFirst ? ({ ...entry, form: 1 } as Entry) : entry);
    });
    expect(wrong).toBeUndefined();
  });
});
