import { describe, expect, it } from 'vitest';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { closeFundingLine, closeItem, closeSupplier } from '../../shared/commands/registry.ts';
import type { Order } from '../../shared/domain/command.ts';
import { BUYER, TODAY, TREASURER, YESTERDAY, yuan } from './office.ts';
import { openOffice, orderLine, orderOf, REASON } from './world.ts';

describe('an order', () => {
  it('commits what is available, one transfer for each share of each line', async () => {
    const office = await openOffice();
    const entry = await office.post(
      BUYER,
      order,
      orderOf(
        office,
        {
          item: office.id('masks'),
          quantity: 3n,
          measure: '箱',
          amount: yuan('1000.00'),
          funding: [
            { fundingLine: office.id('line-2'), quantity: 1n },
            { fundingLine: office.id('line'), quantity: 2n },
          ],
        },
        orderLine(office, 'suits', 5n, '500.00'),
      ),
      { as: 'order' },
    );
    expect(office.moves(entry)).toEqual([
      'available/1 → committed/1/1: 240 for 333.33',
      'available/2 → committed/1/2: 480 for 666.67',
      'available/2 → committed/2/2: 5 for 500.00',
    ]);
    expect(entry.refs).toEqual({
      supplier: office.id('supplier'),
      fundingLines: [office.id('line-2'), office.id('line')],
    });
    expect(await office.books()).toEqual({
      'available/line': '8833.33',
      'cash/line': '10000.00',
      'available/line-2': '4666.67',
      'cash/line-2': '5000.00',
      'committed/order/1/1': '240 for 333.33',
      'committed/order/1/2': '480 for 666.67',
      'committed/order/2/2': '5 for 500.00',
    });
  });

  it('takes the last fen of a line', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 1n, '10000.00')), { as: 'order' });
    expect(await office.stands('available/line')).toEqual(['nothing']);
  });

  it('is refused above what is available, with the shortfall', async () => {
    const office = await openOffice();
    const body = orderOf(
      office,
      orderLine(office, 'masks', 100n, '6000.00'),
      orderLine(office, 'suits', 1n, '4000.01'),
    );
    expect(await office.refusal(BUYER, order, body)).toEqual({
      refusal: 'insufficient-funds',
      fundingLine: office.id('line'),
      available: yuan('10000.00'),
      shortfall: 1n,
    });
  });

  it('is refused on a closed funding line', async () => {
    const office = await openOffice();
    const all = { amount: yuan('5000.00'), effectiveOn: TODAY, ...REASON };
    await office.post(TREASURER, giveBack, all, { on: 'line-2' });
    await office.post(TREASURER, closeFundingLine, REASON, { on: 'line-2' });
    const body = orderOf(office, orderLine(office, 'masks', 1n, '1.00', 'line-2'));
    expect(await office.refusal(BUYER, order, body)).toEqual({
      refusal: 'funding-line-closed',
      fundingLine: office.id('line-2'),
    });
  });

  it('is refused with an invoice that is booked already', async () => {
    const office = await openOffice();
    const invoice = { number: '24442000000123456789', date: YESTERDAY, amount: yuan('1.00') };
    const body = { ...orderOf(office, orderLine(office, 'masks', 1n, '1.00')), invoice };
    await office.post(BUYER, order, body, { as: 'first' });
    expect(await office.refusal(BUYER, order, body)).toEqual({
      refusal: 'invoice-already-booked',
      number: '24442000000123456789',
      entry: office.id('first'),
    });
  });

  it('is told of its invoice before it is told of a shortfall', async () => {
    const office = await openOffice();
    const invoice = { number: '24442000000123456789', date: YESTERDAY, amount: yuan('1.00') };
    const first = orderOf(office, orderLine(office, 'masks', 1n, '1.00'));
    await office.post(BUYER, order, { ...first, invoice });
    const dearer = orderOf(office, orderLine(office, 'masks', 1n, '10000.00'));
    expect(await office.refusal(BUYER, order, { ...dearer, invoice })).toMatchObject({
      refusal: 'invoice-already-booked',
    });
    expect(await office.refusal(BUYER, order, dearer)).toMatchObject({ refusal: 'insufficient-funds' });
  });

  it('tells paper invoices of one number apart by their code', async () => {
    const office = await openOffice();
    const invoice = { code: '0110020001', number: '12345678', date: YESTERDAY, amount: yuan('1.00') };
    const body = orderOf(office, orderLine(office, 'masks', 1n, '1.00'));
    await office.post(BUYER, order, { ...body, invoice });
    await office.post(BUYER, order, { ...body, invoice: { ...invoice, code: '0110020002' } });
  });

  it('is refused where every reference is wrong, with all of the errors at once', async () => {
    const office = await openOffice();
    const unknown = office.id('nothing');
    await office.post(TREASURER, closeItem, REASON, { on: 'suits' });
    await office.post(BUYER, closeSupplier, REASON, { on: 'supplier' });
    const body: Order = {
      supplier: office.id('supplier'),
      effectiveOn: TODAY,
      emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26', to: YESTERDAY },
      lines: [
        { item: unknown, quantity: 1n, amount: 100n, fundingLine: office.id('line') },
        { item: office.id('suits'), quantity: 1n, amount: 100n, fundingLine: unknown },
        {
          item: office.id('masks'),
          quantity: 5_000_000_000n,
          measure: '箱',
          amount: 100n,
          funding: [{ fundingLine: unknown, quantity: 5_000_000_000n }],
        },
        { item: office.id('masks'), quantity: 1n, measure: '盒', amount: 100n, fundingLine: office.id('line') },
        { item: office.id('masks'), quantity: 10n, amount: 106n, unitPrice: '0.10', fundingLine: office.id('line') },
      ],
    };
    expect(await office.refusal(BUYER, order, body)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/supplier', code: 'closed-reference' },
        { pointer: '/effectiveOn', code: 'outside-validity', allowed: '2020-01-26..2020-03-01' },
        { pointer: '/lines/0/item', code: 'unknown-reference' },
        { pointer: '/lines/1/item', code: 'closed-reference' },
        { pointer: '/lines/1/fundingLine', code: 'unknown-reference' },
        { pointer: '/lines/2/quantity', code: 'too-large', allowed: '4166666666' },
        { pointer: '/lines/2/funding/0/fundingLine', code: 'unknown-reference' },
        { pointer: '/lines/3/measure', code: 'unknown-measure', allowed: '只, 箱' },
        { pointer: '/lines/4/amount', code: 'does-not-add-up', allowed: '1.00' },
      ],
    });
  });

  it('is refused from a supplier that is not registered', async () => {
    const office = await openOffice();
    const body = { ...orderOf(office, orderLine(office, 'masks', 1n, '1.00')), supplier: office.id('masks') };
    expect(await office.refusal(BUYER, order, body)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/supplier', code: 'unknown-reference' }],
    });
  });

  it('takes an emergency without an end, and a unit price that is off by half a fen for each', async () => {
    const office = await openOffice();
    const line = { ...orderLine(office, 'masks', 10n, '1.05'), unitPrice: '0.10' };
    const emergency = { basis: '财办库〔2020〕23号', from: '2020-01-26' };
    const entry = await office.post(BUYER, order, { ...orderOf(office, line), emergency });
    expect(entry.facts).toEqual({ lines: [{ item: office.id('masks'), unitPrice: '0.10' }], emergency });
  });

  it('says how it was procured, and as an emergency only with what makes it one', async () => {
    const office = await openOffice();
    const procurement = {
      method: 'emergency',
      contract: 'HT-2020-1',
      quotes: [{ supplier: '供应商乙', amount: yuan('1.20') }],
    } as const;
    const body = { ...orderOf(office, orderLine(office, 'masks', 1n, '1.00')), procurement };
    expect(await office.refusal(BUYER, order, body)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/emergency', code: 'required' }],
    });
    const emergency = { basis: '财办库〔2020〕23号', from: '2020-01-26' };
    const entry = await office.post(BUYER, order, { ...body, emergency });
    expect(entry.facts).toEqual({ lines: [{ item: office.id('masks') }], emergency, procurement });
  });

  it('is refused with more shares than can become lots', async () => {
    const office = await openOffice();
    const line = {
      item: office.id('masks'),
      quantity: 2n,
      amount: 2n,
      funding: [
        { fundingLine: office.id('line'), quantity: 1n },
        { fundingLine: office.id('line-2'), quantity: 1n },
      ],
    };
    const twenty = orderOf(office, ...Array.from({ length: 20 }, () => line));
    await office.post(BUYER, order, twenty);
    const more = orderOf(office, ...Array.from({ length: 20 }, () => line), orderLine(office, 'masks', 1n, '1.00'));
    expect(await office.refusal(BUYER, order, more)).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/lines', code: 'too-many', allowed: '40' }],
    });
  });
});
