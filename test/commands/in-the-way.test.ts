import { describe, expect, it, vi } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { BUYER, KEEPER, OTHER_KEEPER, type TestOffice, TODAY, TREASURER, yuan } from './office.ts';
import { inTheWay, invoice, refused, undo } from './undoing.ts';
import { APPROVAL, acceptanceOf, buy, openOffice, orderLine, orderOf, REASON, send, sign } from './world.ts';

const payment = (office: TestOffice, amount: string) => ({
  shares: [{ fundingLine: office.id('line'), amount: yuan(amount) }],
  effectiveOn: TODAY,
  method: '银行转账',
  approval: APPROVAL,
});

describe('what stands in the way of reversing', () => {
  it('an appropriation is that its money is used', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '0.01')), { as: 'order' });
    expect(await refused(office, 'money')).toEqual({
      refusal: 'stands-in-the-way',
      account: `available/${office.id('line')}`,
      has: { quantity: 0n, value: yuan('9999.99') },
      needs: { quantity: 0n, value: yuan('10000.00') },
      entries: [office.id('order')],
    });
  });

  it('is told by its account alone where there are too many entries to look through', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '0.01')), { as: 'order' });
    vi.spyOn(office.journal, 'whole').mockRejectedValue(new LedgerError('unavailable', 'more than 500000 entries'));
    expect(await inTheWay(office, 'money')).toEqual({ account: 'available/line', entries: [] });
  });

  it('a giving back is that the line has not got it any more', async () => {
    const office = await openOffice();
    await office.post(
      TREASURER,
      giveBack,
      { amount: yuan('10000.00'), effectiveOn: TODAY, ...REASON },
      { on: 'line', as: 'back' },
    );
    await undo(office, 'back');
    expect(await office.stands('available/line', 'cash/line')).toEqual(['10000.00', '10000.00']);
  });

  it('an order is what was accepted of it, what was paid for it, and its later invoices', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    await office.post(TREASURER, pay, payment(office, '60.00'), { on: 'order', as: 'paid' });
    expect(await inTheWay(office, 'order')).toEqual({ account: 'supplier/1', entries: ['paid'] });
    await office.post(BUYER, bookInvoice, invoice, { on: 'order', as: 'invoice' });
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 4n }), { on: 'order', as: 'in' });
    expect(await inTheWay(office, 'order')).toEqual({ account: 'committed/1/1', entries: ['in', 'invoice', 'paid'] });
    await undo(office, 'in');
    expect(await inTheWay(office, 'order')).toEqual({ account: 'supplier/1', entries: ['invoice', 'paid'] });
    await undo(office, 'paid');
    expect(await inTheWay(office, 'order')).toEqual({ account: 'invoice', entries: ['invoice'] });
    await undo(office, 'invoice');
    await undo(office, 'order');
    expect(await office.stands('available/line', 'cash/line')).toEqual(['10000.00', '10000.00']);
  });

  it('an order is its closing', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    await office.post(BUYER, closePurchase, REASON, { on: 'order', as: 'closed' });
    expect(await inTheWay(office, 'order')).toEqual({ account: 'committed/1/1', entries: ['closed'] });
    await undo(office, 'closed');
    await undo(office, 'order');
  });

  it('a closing is that its money is spent otherwise', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    await office.post(BUYER, closePurchase, REASON, { on: 'order', as: 'closed' });
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'suits', 10n, '9950.00')), { as: 'other' });
    expect(await inTheWay(office, 'closed')).toEqual({ account: 'available/line', entries: ['other'] });
  });

  it('an acceptance is what left its lots, and nothing else', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 30n, '300.00')), { as: 'order' });
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 10n }), { on: 'order', as: 'first' });
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 10n }), { on: 'order', as: 'second' });
    await send(office, 'sent', ['masks', 5n]);
    await send(office, 'sent-too', ['masks', 2n]);
    expect(await inTheWay(office, 'first')).toEqual({ account: 'stock/first.1', entries: ['sent-too', 'sent'] });
    await undo(office, 'second');
    await undo(office, 'sent-too');
    expect(await inTheWay(office, 'first')).toEqual({ account: 'stock/first.1', entries: ['sent'] });
    await undo(office, 'sent');
    await undo(office, 'first');
    expect(await office.stands('committed/order/1/1', 'stock/first.1')).toEqual(['30 for 300.00', 'nothing']);
  });

  it('an acceptance above the price of the order is that the difference is paid', async () => {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });
    const dearer = { line: 1, good: 10n, amount: yuan('120.00') };
    await office.post(KEEPER, accept, acceptanceOf(office, dearer), { on: 'order', as: 'in' });
    await office.post(TREASURER, pay, payment(office, '120.00'), { on: 'order', as: 'paid' });
    expect(await refused(office, 'in')).toEqual({
      refusal: 'stands-in-the-way',
      account: 'supplier/1',
      has: { quantity: 0n, value: yuan('100.00') },
      needs: { quantity: 0n, value: yuan('120.00') },
      entries: [office.id('paid')],
    });
    await undo(office, 'paid');
    await undo(office, 'in');
  });

  it('a return to the supplier is that the goods came anew', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const body = { lines: [{ lot: office.lot('order-in'), quantity: 4n }], effectiveOn: TODAY, ...REASON };
    await office.post(KEEPER, returnToSupplier, body, { on: 'order', as: 'back' });
    await office.post(KEEPER, accept, acceptanceOf(office, { line: 1, good: 3n }), { on: 'order', as: 'anew' });
    expect(await inTheWay(office, 'back')).toEqual({ account: 'committed/1/1', entries: ['anew'] });
    await undo(office, 'anew');
    await undo(office, 'back');
  });

  it('a receipt in kind is what left its lots', async () => {
    const office = await openOffice();
    const gift = {
      kind: 'donation',
      giver: '爱心企业',
      fundingLine: office.id('line'),
      warehouse: office.id('warehouse'),
      effectiveOn: TODAY,
      lines: [{ item: office.id('suits'), quantity: 3n, value: yuan('90.00') }],
    } as const;
    await office.post(KEEPER, receiveInKind, gift, { as: 'gift' });
    await send(office, 'sent', ['suits', 1n]);
    expect(await inTheWay(office, 'gift')).toEqual({ account: 'stock/gift.1', entries: ['sent'] });
    await undo(office, 'sent');
    const entry = await undo(office, 'gift');
    expect(office.moves(entry)).toEqual(['stock/gift.1 → giver: 3 for 90.00']);
  });

  it('a dispatch is its confirmation; a confirmation what became of what is held and what came back', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 6n, damaged: 4n });
    expect(await inTheWay(office, 'sent')).toEqual({ account: 'transit/1', entries: ['sent-signed'] });
    const lines = [{ line: 1, toUnit: 1n, toStock: 1n, toLoss: 1n }];
    await office.post(
      TREASURER,
      resolve,
      { lines, effectiveOn: TODAY, ...REASON, approval: APPROVAL },
      { on: 'sent', as: 'decided' },
    );
    const back = { lines: [{ line: 1, quantity: 7n }], effectiveOn: TODAY, ...REASON };
    await office.post(KEEPER, returnFromUnit, back, { on: 'sent', as: 'back' });
    expect(await inTheWay(office, 'decided')).toEqual({ account: 'unit/1', entries: ['back'] });
    expect(await inTheWay(office, 'sent-signed')).toEqual({ account: 'held/1', entries: ['back', 'decided'] });
    await undo(office, 'back');
    await undo(office, 'decided');
    await undo(office, 'sent-signed');
    await undo(office, 'sent');
    expect(await office.stands('stock/order-in.1')).toEqual(['10 for 100.00']);
  });

  it('a return from a unit is that the goods were sent again', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 10n]);
    await sign(office, 'sent', { line: 1, good: 10n });
    const back = { lines: [{ line: 1, quantity: 5n }], effectiveOn: TODAY, ...REASON };
    await office.post(KEEPER, returnFromUnit, back, { on: 'sent', as: 'back' });
    await send(office, 'again', ['masks', 5n]);
    expect(await inTheWay(office, 'back')).toEqual({ account: 'stock/order-in.1', entries: ['again'] });
  });

  it('a disbursement is that some was taken back', async () => {
    const office = await openOffice();
    const body = {
      fundingLine: office.id('line'),
      unit: office.id('town'),
      amount: yuan('300.00'),
      effectiveOn: TODAY,
      purpose: '慰问',
      method: '银行转账',
      people: 30n,
    };
    await office.post(TREASURER, disburse, body, { as: 'paid' });
    const back = { amount: yuan('100.00'), effectiveOn: TODAY, ...REASON };
    await office.post(TREASURER, takeBack, back, { on: 'paid', as: 'back' });
    expect(await inTheWay(office, 'paid')).toEqual({ account: 'unit', entries: ['back'] });
    await undo(office, 'back');
    const entry = await undo(office, 'paid');
    expect(entry.coverage).toEqual({ people: -30n });
    expect(office.moves(entry)).toEqual(['unit → cash/1: 300.00', 'unit → available/1: 300.00']);
  });

  it('a taking back is that the line has spent it', async () => {
    const office = await openOffice();
    const body = {
      fundingLine: office.id('line'),
      unit: office.id('town'),
      amount: yuan('300.00'),
      effectiveOn: TODAY,
      purpose: '慰问',
      method: '银行转账',
    };
    await office.post(TREASURER, disburse, body, { as: 'paid' });
    const back = { amount: yuan('300.00'), effectiveOn: TODAY, ...REASON };
    await office.post(TREASURER, takeBack, back, { on: 'paid', as: 'back' });
    await office.post(TREASURER, disburse, { ...body, amount: yuan('9800.00') }, { as: 'other' });
    expect(await inTheWay(office, 'back')).toEqual({ account: 'available/line', entries: ['other'] });
  });

  it('a count is its countersignature, and of that what was taken of what it found', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 3n, '0.03']]);
    const lines = [{ lot: office.lot('order-in'), book: 3n, counted: 6n }];
    await office.post(
      KEEPER,
      count,
      { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON },
      { as: 'count' },
    );
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count', as: 'posted' });
    expect(await inTheWay(office, 'count')).toEqual({ account: 'adjustment', entries: ['posted'] });
    await send(office, 'sent', ['masks', 3n]);
    await send(office, 'sent-too', ['masks', 1n]);
    expect(await inTheWay(office, 'posted')).toEqual({ account: 'stock/order-in.1', entries: ['sent-too', 'sent'] });
    await undo(office, 'sent-too');
    await undo(office, 'sent');
    await undo(office, 'posted');
    await undo(office, 'count');
  });

  it('a finding is that its goods carry away value, of which some would be left with no goods', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 3n, '0.03']]);
    const lines = [{ lot: office.lot('order-in'), book: 3n, counted: 6n }];
    await office.post(
      KEEPER,
      count,
      { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON },
      { as: 'count' },
    );
    await office.post(OTHER_KEEPER, countersign, {}, { on: 'count', as: 'posted' });
    await send(office, 'sent', ['masks', 3n]);
    expect(await office.stands('stock/order-in.1', 'transit/sent/1')).toEqual(['3 for 0.02', '3 for 0.01']);
    expect(await inTheWay(office, 'posted')).toEqual({ account: 'stock/order-in.1', entries: ['sent'] });
  });

  it('names an older entry where the one to reverse stepped in for a reversed one', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    const find = async (name: string, book: bigint, counted: bigint): Promise<void> => {
      const lines = [{ lot: office.lot('order-in'), book, counted }];
      const body = { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
      await office.post(KEEPER, count, body, { as: `${name}-count` });
      await office.post(OTHER_KEEPER, countersign, {}, { on: `${name}-count`, as: name });
    };
    await find('first', 10n, 20n);
    await send(office, 'sent', ['masks', 15n]);
    await find('second', 5n, 15n);
    await undo(office, 'first');
    expect(await inTheWay(office, 'second')).toEqual({ account: 'stock/order-in.1', entries: ['sent'] });
  });
});
