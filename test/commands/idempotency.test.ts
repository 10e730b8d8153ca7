import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import type { Answer } from '../../shared/commands/command.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { order } from '../../shared/commands/order.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { openFundingLine, registerUnit } from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { faultsOf } from './identities.ts';
import { BUYER, KEEPER, OTHER_TREASURER, type TestOffice, TODAY, TREASURER, yuan } from './office.ts';
import {
  acceptanceOf,
  appropriation,
  buy,
  dispatchOf,
  openOffice,
  orderLine,
  orderOf,
  REASON,
  reversal,
  sign,
} from './world.ts';

const REUSED = { refusal: 'key-reused' };

function canonicalOf(answer: Answer): string {
  if ('refusal' in answer) throw new Error(`refused as ${answer.refusal}`);
  return answer.entry.canonical;
}

/** Sends a write twice, the second time an hour and `between` later, and gives both answers. */
async function twice(
  office: TestOffice,
  send: () => Promise<Answer>,
  between: () => Promise<unknown>,
): Promise<[Answer, Answer]> {
  const first = await send();
  await between();
  office.now += 3_600_000;
  const written = office.appended;
  const second = await send();
  expect(office.appended).toBe(written);
  expect(await faultsOf(office)).toEqual([]);
  return [first, second];
}

describe('the same key and body', () => {
  it('gets the entry that was recorded before, byte for byte, with the document as it is now', async () => {
    const office = await openOffice();
    const body = orderOf(office, orderLine(office, 'masks', 10n, '100.00'));
    const [first, second] = await twice(
      office,
      () => office.ask(BUYER, order, body, { as: 'order' }),
      () => office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 10n }), { on: 'order', as: 'in' }),
    );
    expect(second).toMatchObject({
      recorded: 'before',
      document: { kind: 'purchase', version: office.id('in'), state: { shares: [{ committed: { quantity: 0n } }] } },
    });
    expect(canonicalOf(second)).toBe(canonicalOf(first));
  });

  it('gets its entry although the state would refuse it by now', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const sent = dispatchOf(office, ['masks', 10n]);
    const [first, second] = await twice(
      office,
      () => office.ask(KEEPER, dispatch, sent, { as: 'sent' }),
      () => sign(office, 'sent', { line: 1, good: 10n }),
    );
    expect(second).toMatchObject({
      recorded: 'before',
      document: { kind: 'consignment', version: office.id('sent-signed') },
    });
    expect(canonicalOf(second)).toBe(canonicalOf(first));
  });

  it('gets its entry although its money is spent', async () => {
    const office = await openOffice();
    const body = {
      fundingLine: office.id('line'),
      unit: office.id('town'),
      amount: yuan('10000.00'),
      effectiveOn: TODAY,
      purpose: '慰问',
      method: '银行转账',
    };
    const [first, second] = await twice(
      office,
      () => office.ask(TREASURER, disburse, body, { as: 'paid' }),
      async () => 0,
    );
    expect(second).toMatchObject({ recorded: 'before' });
    expect(canonicalOf(second)).toBe(canonicalOf(first));
  });

  it('gets its entry although the code it registered is taken, by itself', async () => {
    const office = await openOffice();
    const unit = { code: 'BZ', name: '北庄', phone: '13800001234' };
    const [, second] = await twice(
      office,
      () => office.ask(TREASURER, registerUnit, unit, { as: 'unit' }),
      async () => 0,
    );
    expect(second).toMatchObject({ recorded: 'before', document: { kind: 'unit', id: office.id('unit') } });
    const line = { code: 'X', name: '新专项', basis: [] };
    const [, again] = await twice(
      office,
      () => office.ask(TREASURER, openFundingLine, line, { as: 'new' }),
      async () => 0,
    );
    expect(again).toMatchObject({ recorded: 'before', document: { kind: 'fundingLine', line: { code: 'X' } } });
  });

  it('counts a benefit against its cap once', async () => {
    const office = await openOffice();
    const body = {
      fundingLine: office.id('line'),
      tariff: office.id('tariff'),
      person: { name: '职工甲', reference: 'HY-001' },
      amount: yuan('1500.00'),
      effectiveOn: TODAY,
      method: '银行卡',
    };
    const [first, second] = await twice(
      office,
      () => office.ask(TREASURER, payBenefit, body, { as: 'paid' }),
      async () => 0,
    );
    expect(canonicalOf(second)).toBe(canonicalOf(first));
  });

  it('gets a reversal that is recorded before, and not that the entry is reversed already', async () => {
    const office = await openOffice();
    const [first, second] = await twice(
      office,
      () => office.ask(OTHER_TREASURER, reverse, reversal(), { on: 'money', as: 'undone' }),
      () => office.post(TREASURER, appropriate, appropriation('1.00'), { on: 'line' }),
    );
    expect(second).toMatchObject({ recorded: 'before', document: { kind: 'fundingLine', line: { available: 100n } } });
    expect(canonicalOf(second)).toBe(canonicalOf(first));
  });

  it('sent several times at once is recorded once', async () => {
    const office = await openOffice();
    const body = orderOf(office, orderLine(office, 'masks', 10n, '100.00'));
    const written = office.appended;
    const answers = await Promise.all([1, 2, 3].map(() => office.ask(BUYER, order, body, { as: 'order' })));
    expect(answers.map((answer) => ('recorded' in answer ? answer.recorded : answer.refusal)).sort()).toEqual([
      'before',
      'before',
      'now',
    ]);
    expect(new Set(answers.map(canonicalOf)).size).toBe(1);
    expect(office.appended).toBe(written + 1);
  });
});

describe('a key that was used', () => {
  it('is refused for another body', async () => {
    const office = await openOffice();
    expect(await office.ask(TREASURER, appropriate, appropriation('10000.01'), { on: 'line', as: 'money' })).toEqual(
      REUSED,
    );
  });

  it('is refused to another person', async () => {
    const office = await openOffice();
    expect(
      await office.ask(OTHER_TREASURER, appropriate, appropriation('10000.00'), { on: 'line', as: 'money' }),
    ).toEqual(REUSED);
  });

  it('is refused on another document', async () => {
    const office = await openOffice();
    expect(await office.ask(TREASURER, appropriate, appropriation('10000.00'), { on: 'line-2', as: 'money' })).toEqual(
      REUSED,
    );
  });

  it('is refused for another command, also one that would be refused anyway', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    expect(await office.ask(BUYER, closePurchase, REASON, { on: 'order', as: 'money' })).toEqual(REUSED);
    expect(await office.ask(BUYER, closePurchase, REASON, { on: 'nothing', as: 'money' })).toEqual(REUSED);
  });
});

describe('a refusal', () => {
  it('is not remembered: the same key is recorded once the state allows it', async () => {
    const office = await openOffice();
    const body = orderOf(office, orderLine(office, 'masks', 10n, '12000.00'));
    const { refusal } = await office.refusal(BUYER, order, body, { as: 'order' });
    expect(refusal).toBe('insufficient-funds');
    await office.post(TREASURER, appropriate, appropriation('2000.00'), { on: 'line' });
    await office.post(BUYER, order, body, { as: 'order' });
  });

  it('leaves its key free for another body', async () => {
    const office = await openOffice();
    const tooMuch = orderOf(office, orderLine(office, 'masks', 10n, '12000.00'));
    await office.refusal(BUYER, order, tooMuch, { as: 'order' });
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '10000.00')), { as: 'order' });
  });
});
