import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import {
  BUYER,
  KEEPER,
  OTHER_KEEPER,
  OTHER_TREASURER,
  type TestOffice,
  TODAY,
  TREASURER,
  YESTERDAY,
  yuan,
} from './office.ts';
import { APPROVAL, acceptanceOf, buy, openOffice, orderLine, orderOf, REASON, send } from './world.ts';

const payment = (office: TestOffice, ...shares: (readonly [fundingLine: string, amount: string])[]) => ({
  shares: shares.map(([line, amount]) => ({ fundingLine: office.id(line), amount: yuan(amount) })),
  effectiveOn: TODAY,
  method: '银行转账',
  approval: APPROVAL,
});

const goingBack = (...lines: (readonly [lot: string, quantity: bigint])[]) => ({
  lines: lines.map(([lot, quantity]) => ({ lot, quantity })),
  effectiveOn: TODAY,
  ...REASON,
});

/** 100 masks for 1,000.00 on one line and 10 suits for 500.00 on the other, nothing of it accepted. */
async function ordered(): Promise<TestOffice> {
  const office = await openOffice();
  const lines = [orderLine(office, 'masks', 100n, '1000.00'), orderLine(office, 'suits', 10n, '500.00', 'line-2')];
  await office.post(BUYER, order, orderOf(office, ...lines), { as: 'order' });
  return office;
}

describe('closing a purchase', () => {
  it('makes the rest available again', async () => {
    const office = await ordered();
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 60n }), { on: 'order', as: 'in' });
    const entry = await office.post(BUYER, closePurchase, REASON, { on: 'order' });
    expect(entry).toMatchObject({ kind: 'release', effectiveOn: TODAY, facts: REASON });
    expect(office.moves(entry)).toEqual([
      'committed/1/1 → available/1: 40 for 400.00',
      'committed/2/2 → available/2: 10 for 500.00',
    ]);
    expect(await office.books()).toEqual({
      'available/line': '9400.00',
      'cash/line': '10000.00',
      'available/line-2': '5000.00',
      'cash/line-2': '5000.00',
      'accepted/order/1/1': '60 for 600.00',
      'stock/in.1': '60 for 600.00',
    });
  });

  it('is refused where nothing is left on order', async () => {
    const office = await ordered();
    await office.post(BUYER, closePurchase, REASON, { on: 'order' });
    expect(await office.refusal(BUYER, closePurchase, REASON, { on: 'order' })).toEqual({
      refusal: 'nothing-left',
      purchase: office.id('order'),
    });
  });

  it('is refused of something that is no purchase', async () => {
    const office = await openOffice();
    expect(await office.refusal(BUYER, closePurchase, REASON, { on: 'line' })).toEqual({
      refusal: 'not-found',
      kind: 'purchase',
      id: office.id('line'),
    });
  });
});

describe('a return to the supplier', () => {
  it('puts the goods on order again, with their share of the value of the lot', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 3n, '100.00']]);
    const entry = await office.post(KEEPER, returnToSupplier, goingBack([office.lot('order-in'), 2n]), {
      on: 'order',
    });
    expect(office.moves(entry)).toEqual(['stock/order-in.1 → committed/1/1: 2 for 66.66']);
    expect(await office.stands('stock/order-in.1', 'committed/order/1/1', 'accepted/order/1/1')).toEqual([
      '1 for 33.34',
      '2 for 66.66',
      '1 for 33.34',
    ]);
  });

  it('is refused above what the lot still has', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 4n]);
    const body = goingBack([office.lot('order-in'), 7n]);
    expect(await office.refusal(KEEPER, returnToSupplier, body, { on: 'order' })).toEqual({
      refusal: 'above-lot',
      lot: office.lot('order-in'),
      asked: 7n,
      has: 6n,
    });
  });

  it('is refused above what came with the lot, though a count found more in it', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const lines = [{ lot: office.lot('order-in'), book: 10n, counted: 12n }];
    const body = { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
    await office.post(KEEPER, count, body, { as: 'count' });
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count' });
    const all = goingBack([office.lot('order-in'), 12n]);
    expect(await office.refusal(KEEPER, returnToSupplier, all, { on: 'order' })).toEqual({
      refusal: 'above-lot',
      lot: office.lot('order-in'),
      asked: 12n,
      has: 10n,
    });
    await office.post(KEEPER, returnToSupplier, goingBack([office.lot('order-in'), 10n]), { on: 'order' });
    expect(await office.stands('stock/order-in.1', 'committed/order/1/1', 'accepted/order/1/1')).toEqual([
      '2 for 16.67',
      '10 for 83.33',
      '16.67',
    ]);
  });

  it('is refused with every wrong line at once', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await buy(office, 'other', [['masks', 10n, '100.00']]);
    const body = {
      ...goingBack([office.lot('other-in'), 1n], [office.lot('order-in'), 1n], [office.lot('order-in'), 1n]),
      effectiveOn: YESTERDAY,
    };
    expect(await office.refusal(KEEPER, returnToSupplier, body, { on: 'order' })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/lines/0/lot', code: 'not-of-this-purchase' },
        { pointer: '/effectiveOn', code: 'too-early', allowed: TODAY },
        { pointer: '/lines/2/lot', code: 'repeated' },
      ],
    });
  });

  it('is refused of something that is no purchase', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const body = goingBack([office.lot('order-in'), 1n]);
    expect(await office.refusal(KEEPER, returnToSupplier, body, { on: 'order-in' })).toMatchObject({
      refusal: 'not-found',
      kind: 'purchase',
    });
  });
});

describe('a payment', () => {
  it('moves cash of the funding lines of the purchase to its supplier', async () => {
    const office = await ordered();
    const body = { ...payment(office, ['line-2', '500.00'], ['line', '300.00']), bankReference: 'HD-1' };
    const entry = await office.post(TREASURER, pay, body, { on: 'order' });
    expect(office.moves(entry)).toEqual(['cash/2 → supplier/2: 500.00', 'cash/1 → supplier/1: 300.00']);
    expect(entry).toMatchObject({ facts: { method: '银行转账', bankReference: 'HD-1' }, approval: APPROVAL });
    expect(await office.stands('cash/line', 'cash/line-2', 'supplier/order/1', 'supplier/order/2')).toEqual([
      '9700.00',
      '4500.00',
      '300.00',
      '500.00',
    ]);
  });

  it('is refused above what is committed and accepted and not paid yet', async () => {
    const office = await ordered();
    await office.post(TREASURER, pay, payment(office, ['line', '400.00']), { on: 'order' });
    expect(await office.refusal(TREASURER, pay, payment(office, ['line', '600.01']), { on: 'order' })).toEqual({
      refusal: 'above-payable',
      fundingLine: office.id('line'),
      asked: yuan('600.01'),
      payable: yuan('600.00'),
    });
    await office.post(TREASURER, pay, payment(office, ['line', '600.00']), { on: 'order' });
  });

  it('is refused above the cash of its funding line', async () => {
    const office = await ordered();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 1n, '9000.00')), { as: 'large' });
    await office.post(TREASURER, pay, payment(office, ['line', '9000.00']), { on: 'large' });
    await office.post(TREASURER, pay, payment(office, ['line', '1000.00']), { on: 'order' });
    await office.post(BUYER, closePurchase, REASON, { on: 'large' });
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 1n, '0.02')), { as: 'small' });
    expect(await office.refusal(TREASURER, pay, payment(office, ['line', '0.02']), { on: 'small' })).toEqual({
      refusal: 'insufficient-cash',
      fundingLine: office.id('line'),
      cash: 0n,
      shortfall: 2n,
    });
  });

  it('is refused from a funding line that has no part in the purchase, and before the order', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 1n, '1.00')), { as: 'order' });
    const body = { ...payment(office, ['line-2', '1.00']), effectiveOn: YESTERDAY };
    expect(await office.refusal(TREASURER, pay, body, { on: 'order' })).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/effectiveOn', code: 'too-early', allowed: TODAY },
        { pointer: '/shares/0/fundingLine', code: 'not-its-funding-line', allowed: office.id('line') },
      ],
    });
  });

  it('is refused of something that is no purchase', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, pay, payment(office, ['line', '1.00']), { on: 'unit' })).toMatchObject({
      refusal: 'not-found',
      kind: 'purchase',
    });
  });
});

describe('an invoice', () => {
  const invoice = { number: '24442000000123456789', date: YESTERDAY, amount: yuan('1000.00') };

  it('that comes after the order is booked on the purchase and moves nothing', async () => {
    const office = await ordered();
    const entry = await office.post(BUYER, bookInvoice, { ...invoice, note: '补开' }, { on: 'order', as: 'invoice' });
    expect(entry).toMatchObject({
      kind: 'invoice',
      effectiveOn: TODAY,
      facts: { invoice },
      transfers: [],
      note: '补开',
    });
    const found = await office.ledger.read([{ row: 'purchase', id: office.id('order') }]);
    expect(found.state('purchase', office.id('order'))?.state.laterInvoices).toBe(1);
  });

  it('is refused where its number is booked already', async () => {
    const office = await ordered();
    await office.post(BUYER, bookInvoice, invoice, { on: 'order', as: 'invoice' });
    expect(await office.refusal(BUYER, bookInvoice, invoice, { on: 'order' })).toEqual({
      refusal: 'invoice-already-booked',
      number: invoice.number,
      entry: office.id('invoice'),
    });
  });

  it('is refused once the order was reversed, because there is nothing that it could be for', async () => {
    const office = await ordered();
    const undo = { reason: '重复下单', effectiveOn: TODAY };
    await office.post(OTHER_TREASURER, reverse, undo, { on: 'order', as: 'reversal' });
    expect(await office.refusal(BUYER, bookInvoice, invoice, { on: 'order' })).toEqual({
      refusal: 'nothing-left',
      purchase: office.id('order'),
    });
  });

  it('is refused of something that is no purchase', async () => {
    const office = await openOffice();
    expect(await office.refusal(BUYER, bookInvoice, invoice, { on: 'line' })).toMatchObject({
      refusal: 'not-found',
      kind: 'purchase',
    });
  });
});
