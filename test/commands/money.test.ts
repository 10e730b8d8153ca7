import { describe, expect, it } from 'vitest';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import {
  amendTariff,
  closeFundingLine,
  closeTariff,
  closeUnit,
  registerTariff,
} from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import type { Disburse, PayBenefit } from '../../shared/domain/command.ts';
import { BUYER, OTHER_TREASURER, type TestOffice, TODAY, TREASURER, YESTERDAY, yuan } from './office.ts';
import { APPROVAL, openOffice, orderLine, orderOf, REASON, reversal } from './world.ts';

const disbursement = (office: TestOffice, amount: string, fundingLine = 'line'): Disburse => ({
  fundingLine: office.id(fundingLine),
  unit: office.id('town'),
  amount: yuan(amount),
  effectiveOn: TODAY,
  purpose: '慰问一线职工',
  method: '银行转账',
});

const back = (amount: string, effectiveOn = TODAY) => ({ amount: yuan(amount), effectiveOn, ...REASON });

/** Everything of the second line is paid for an order that is closed then: 5,000.00 available and no cash. */
async function withoutCash(): Promise<TestOffice> {
  const office = await openOffice();
  await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 1n, '5000.00', 'line-2')), {
    as: 'order',
  });
  const shares = [{ fundingLine: office.id('line-2'), amount: yuan('5000.00') }];
  const body = { shares, effectiveOn: TODAY, method: '银行转账', approval: APPROVAL };
  await office.post(TREASURER, pay, body, { on: 'order' });
  await office.post(BUYER, closePurchase, REASON, { on: 'order' });
  return office;
}

async function closeSecondLine(office: TestOffice): Promise<void> {
  await office.post(TREASURER, giveBack, back('5000.00'), { on: 'line-2' });
  await office.post(TREASURER, closeFundingLine, REASON, { on: 'line-2' });
}

describe('a disbursement', () => {
  it('moves available and cash to a unit, and says whom it reaches', async () => {
    const office = await openOffice();
    const body = { ...disbursement(office, '3000.00'), people: 300n, sites: 2n, approval: APPROVAL };
    const entry = await office.post(TREASURER, disburse, body, { as: 'paid' });
    expect(office.moves(entry)).toEqual(['available/1 → unit: 3000.00', 'cash/1 → unit: 3000.00']);
    expect(entry).toMatchObject({
      refs: { fundingLines: [office.id('line')], unit: office.id('town') },
      facts: { purpose: '慰问一线职工', method: '银行转账' },
      coverage: { people: 300n, sites: 2n },
      approval: APPROVAL,
    });
    expect(await office.stands('available/line', 'cash/line', 'unit/paid')).toEqual(['7000.00', '7000.00', '3000.00']);
  });

  it('is refused above what is available', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, disburse, disbursement(office, '10000.01'))).toEqual({
      refusal: 'insufficient-funds',
      fundingLine: office.id('line'),
      available: yuan('10000.00'),
      shortfall: 1n,
    });
  });

  it('is refused above the cash', async () => {
    const office = await withoutCash();
    expect(await office.refusal(TREASURER, disburse, disbursement(office, '0.01', 'line-2'))).toEqual({
      refusal: 'insufficient-cash',
      fundingLine: office.id('line-2'),
      cash: 0n,
      shortfall: 1n,
    });
  });

  it('is refused on a closed funding line', async () => {
    const office = await openOffice();
    await closeSecondLine(office);
    expect(await office.refusal(TREASURER, disburse, disbursement(office, '1.00', 'line-2'))).toEqual({
      refusal: 'funding-line-closed',
      fundingLine: office.id('line-2'),
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await openOffice();
    const wrong = { ...disbursement(office, '1.00', 'nothing'), unit: office.id('nothing') };
    expect(await office.refusal(TREASURER, disburse, wrong)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/fundingLine', code: 'unknown-reference' },
        { pointer: '/unit', code: 'unknown-reference' },
      ],
    });
    await office.post(TREASURER, closeUnit, REASON, { on: 'other-town' });
    const closed = { ...disbursement(office, '1.00'), unit: office.id('other-town') };
    expect(await office.refusal(TREASURER, disburse, closed)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/unit', code: 'closed-reference' }],
    });
  });
});

describe('money taken back from a unit', () => {
  it('is available and in the cash again', async () => {
    const office = await openOffice();
    await office.post(TREASURER, disburse, disbursement(office, '3000.00'), { as: 'paid' });
    const entry = await office.post(TREASURER, takeBack, back('1200.00'), { on: 'paid' });
    expect(office.moves(entry)).toEqual(['unit → available/1: 1200.00', 'unit → cash/1: 1200.00']);
    expect(await office.stands('available/line', 'cash/line', 'unit/paid')).toEqual(['8200.00', '8200.00', '1800.00']);
  });

  it('is refused above what the unit still has of it', async () => {
    const office = await openOffice();
    await office.post(TREASURER, disburse, disbursement(office, '3000.00'), { as: 'paid' });
    await office.post(TREASURER, takeBack, back('1200.00'), { on: 'paid' });
    expect(await office.refusal(TREASURER, takeBack, back('1800.01'), { on: 'paid' })).toEqual({
      refusal: 'above-disbursed',
      asked: yuan('1800.01'),
      disbursed: yuan('1800.00'),
    });
  });

  it('is refused before it was disbursed', async () => {
    const office = await openOffice();
    await office.post(TREASURER, disburse, disbursement(office, '3000.00'), { as: 'paid' });
    expect(await office.refusal(TREASURER, takeBack, back('4000.00', YESTERDAY), { on: 'paid' })).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: TODAY }],
    });
  });

  it('is refused on a funding line that is closed meanwhile', async () => {
    const office = await openOffice();
    await office.post(TREASURER, disburse, disbursement(office, '5000.00', 'line-2'), { as: 'paid' });
    await office.post(TREASURER, closeFundingLine, REASON, { on: 'line-2' });
    expect(await office.refusal(TREASURER, takeBack, back('1.00'), { on: 'paid' })).toEqual({
      refusal: 'funding-line-closed',
      fundingLine: office.id('line-2'),
    });
  });

  it('is refused of something that is no disbursement', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, takeBack, back('1.00'), { on: 'money' })).toEqual({
      refusal: 'not-found',
      kind: 'disbursement',
      id: office.id('money'),
    });
  });
});

const benefit = (office: TestOffice, amount: string, more: Partial<PayBenefit> = {}): PayBenefit => ({
  fundingLine: office.id('line'),
  tariff: office.id('tariff'),
  person: { name: '职工甲', reference: 'HY-001' },
  amount: yuan(amount),
  effectiveOn: TODAY,
  method: '银行卡',
  ...more,
});

describe('a benefit', () => {
  it('moves available and cash to a person who is not named in the entry', async () => {
    const office = await openOffice();
    const entry = await office.post(TREASURER, payBenefit, benefit(office, '800.00'), { as: 'benefit' });
    expect(office.moves(entry)).toEqual(['available/1 → person: 800.00', 'cash/1 → person: 800.00']);
    expect(entry).toMatchObject({
      refs: { fundingLines: [office.id('line')], tariff: office.id('tariff') },
      facts: { method: '银行卡', period: '2020' },
    });
    expect(Object.keys(entry.blinded ?? {})).toEqual(['name', 'reference']);
    const { canonical } = (await office.ledger.read([{ row: 'entry', id: office.id('benefit') }])).entry(
      office.id('benefit'),
    ) ?? { canonical: '' };
    expect(canonical).not.toMatch(/职工甲|HY-001/);
    expect(await office.stands('available/line', 'cash/line', 'person/benefit')).toEqual([
      '9200.00',
      '9200.00',
      '800.00',
    ]);
  });

  it("is refused above the tariff's cap, counted over all payments of the person and the period", async () => {
    const office = await openOffice();
    await office.post(TREASURER, payBenefit, benefit(office, '1500.00'));
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '500.01'))).toEqual({
      refusal: 'cap-exceeded',
      cap: yuan('2000.00'),
      paid: yuan('1500.00'),
      period: '2020',
    });
    const sameUnderAnotherName = benefit(office, '500.01', { person: { name: '职工乙', reference: 'HY-001' } });
    expect(await office.refusal(TREASURER, payBenefit, sameUnderAnotherName)).toMatchObject({
      refusal: 'cap-exceeded',
    });
    await office.post(TREASURER, payBenefit, benefit(office, '500.00'));
    await office.post(
      TREASURER,
      payBenefit,
      benefit(office, '2000.00', { person: { name: '职工乙', reference: 'HY-002' } }),
    );
    await office.post(TREASURER, payBenefit, benefit(office, '2000.00', { effectiveOn: '2019-12-31' }));
  });

  it('is told of the cap before it is told of a shortfall', async () => {
    const office = await openOffice();
    await office.post(TREASURER, payBenefit, benefit(office, '1500.00'));
    await office.post(TREASURER, giveBack, back('8500.00'), { on: 'line' });
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '500.01'))).toMatchObject({
      refusal: 'cap-exceeded',
    });
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '500.00'))).toMatchObject({
      refusal: 'insufficient-funds',
    });
  });

  it('is refused where it is above the cap by itself', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '2000.01'))).toEqual({
      refusal: 'cap-exceeded',
      cap: yuan('2000.00'),
      paid: 0n,
      period: '2020',
    });
  });

  it('is counted by month, or once for all, where the tariff says so', async () => {
    const office = await openOffice();
    const tariff = { name: '补助', basis: '办法', cap: yuan('100.00') };
    await office.post(TREASURER, registerTariff, { ...tariff, code: 'M', per: 'month' }, { as: 'monthly' });
    await office.post(TREASURER, registerTariff, { ...tariff, code: 'O', per: 'once' }, { as: 'once' });
    const january = { effectiveOn: '2020-01-31' };
    for (const name of ['monthly', 'once']) {
      await office.post(TREASURER, payBenefit, benefit(office, '100.00', { ...january, tariff: office.id(name) }));
    }
    await office.post(TREASURER, payBenefit, benefit(office, '100.00', { tariff: office.id('monthly') }));
    const again = benefit(office, '0.01', { tariff: office.id('once') });
    expect(await office.refusal(TREASURER, payBenefit, again)).toMatchObject({
      refusal: 'cap-exceeded',
      period: 'once',
    });
  });

  it('follows the cap as it is amended', async () => {
    const office = await openOffice();
    await office.post(TREASURER, payBenefit, benefit(office, '2000.00'));
    await office.post(TREASURER, amendTariff, { cap: yuan('3000.00'), ...REASON }, { on: 'tariff' });
    await office.post(TREASURER, payBenefit, benefit(office, '1000.00'));
  });

  it('frees the cap again when it is reversed', async () => {
    const office = await openOffice();
    await office.post(TREASURER, payBenefit, benefit(office, '2000.00'), { as: 'benefit' });
    const entry = await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'benefit' });
    expect(office.moves(entry)).toEqual(['person → cash/1: 2000.00', 'person → available/1: 2000.00']);
    await office.post(TREASURER, payBenefit, benefit(office, '2000.00'));
  });

  it('is refused above what is available, and above the cash', async () => {
    const office = await withoutCash();
    await office.post(TREASURER, giveBack, back('9999.00'), { on: 'line' });
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '1.01'))).toMatchObject({
      refusal: 'insufficient-funds',
      shortfall: 1n,
    });
    const second = benefit(office, '1.00', { fundingLine: office.id('line-2') });
    expect(await office.refusal(TREASURER, payBenefit, second)).toMatchObject({ refusal: 'insufficient-cash' });
  });

  it('is refused on a closed funding line, whatever its amount', async () => {
    const office = await openOffice();
    await closeSecondLine(office);
    const body = benefit(office, '9000.00', { fundingLine: office.id('line-2') });
    expect(await office.refusal(TREASURER, payBenefit, body)).toEqual({
      refusal: 'funding-line-closed',
      fundingLine: office.id('line-2'),
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await openOffice();
    const unknown = { tariff: office.id('nothing'), fundingLine: office.id('nothing') };
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '1.00', unknown))).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/fundingLine', code: 'unknown-reference' },
        { pointer: '/tariff', code: 'unknown-reference' },
      ],
    });
    await office.post(TREASURER, closeTariff, REASON, { on: 'tariff' });
    expect(await office.refusal(TREASURER, payBenefit, benefit(office, '1.00'))).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/tariff', code: 'closed-reference' }],
    });
  });
});
